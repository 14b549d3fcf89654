import json

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.drawing import main
from benchmarks.nets import he_net
from benchmarks.painters import cairo_tiling, manim_tiling, our_tiling, tiling, worst_seam
from benchmarks.surfaces import manim_surfaces, our_sheets
from dlvis.geometry import Window, fold_complex


def test_all_painters_paint_the_same_picture():
    shown = tiling(fold_complex(he_net((2, 8, 1)), Window(-1, 1, -1, 1)))
    ours = our_tiling(shown)().astype(int)
    for painter, order in ((cairo_tiling, [2, 1, 0, 3]), (manim_tiling, [0, 1, 2, 3])):
        assert np.abs(painter(shown)()[..., order] - ours).mean() < 0.3
    assert ours.max() > 200


def test_both_draw_the_same_two_sheets():
    manim, ours = (painter(10, bare=True)().astype(int)[..., :3] for painter in (manim_surfaces, our_sheets))
    assert ours.max() > 100
    assert np.abs(manim - ours).mean() < 0.5


@pytest.mark.slow
def test_every_row_is_one_json_object_and_ours_has_no_seam_and_takes_least():
    result = CliRunner().invoke(main, ["--quick", "--json"], catch_exceptions=False)
    rows = [json.loads(line) for line in result.output.splitlines()]
    assert all({"work", "ours", "rival", "ratio"} <= row.keys() for row in rows)
    assert all(row["seam"] <= 1 < row["rival_seam"] for row in rows if "seam" in row)
    assert min(row["ratio"] for row in rows) > 1
    assert max(row["ratio"] for row in rows) > 10


def test_a_seam_is_seen():
    shown = tiling(fold_complex(he_net((2, 20, 1)), Window(-1, 1, -1, 1)))
    assert worst_seam(our_tiling, shown) <= 1
    assert worst_seam(cairo_tiling, shown) > 20
