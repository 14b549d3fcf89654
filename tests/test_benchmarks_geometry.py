import json

import pytest
from click.testing import CliRunner

from benchmarks.geometry import he_net, main
from benchmarks.two_state import two_state_regions
from dlvis.geometry import Window, fold_complex

WINDOW = Window(-1, 1, -1, 1)


@pytest.mark.parametrize("seed", range(10))
def test_the_rival_counts_what_we_count_where_no_folds_coincide(seed):
    net = he_net((2, 9, 7, 5, 1), seed)
    vertices, edges, offsets, _ = two_state_regions(net, WINDOW)
    folded = fold_complex(net, WINDOW)
    assert (len(vertices), len(edges), len(offsets) - 1) == (
        folded.n_vertices,
        folded.n_edges,
        folded.n_regions,
    )


@pytest.mark.slow
def test_every_row_is_one_json_object_and_we_are_six_times_as_fast():
    result = CliRunner().invoke(main, ["--quick", "--json"], catch_exceptions=False)
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert all({"work", "ours", "rival", "ratio"} <= row.keys() for row in rows)
    assert min(row["ratio"] for row in rows if row["ratio"]) > 6
