import json

import pytest
from click.testing import CliRunner
from PIL import Image, ImageChops

from benchmarks.chart import Series, save_chart
from benchmarks.geometry import main
from benchmarks.nets import he_net, trained_net
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


def test_a_trained_net_is_counted_alike_by_both():
    net = trained_net((2, 12, 12, 1), steps=20)
    assert fold_complex(net, WINDOW).n_regions == len(two_state_regions(net, WINDOW)[2]) - 1


def test_the_chart_shows_each_side_in_its_colour(tmp_path):
    series = [Series("some", ours, ((100, 1e-3), (10_000, 0.1))) for ours in (True, False)]
    save_chart(series, tmp_path / "both.png")
    save_chart(series[:1], tmp_path / "one.png")
    both, one = (Image.open(tmp_path / name).convert("RGB") for name in ("both.png", "one.png"))
    assert both.size == (1200, 760)
    assert ImageChops.difference(both, one).getbbox() is not None


@pytest.mark.slow
def test_every_row_is_one_json_object_and_we_are_six_times_as_fast():
    result = CliRunner().invoke(main, ["--quick", "--json"], catch_exceptions=False)
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert all({"work", "ours", "rival", "ratio"} <= row.keys() for row in rows)
    assert min(row["ratio"] for row in rows if row["ratio"]) > 6
