from benchmarks.notes import filled, printed
from tests.test_plots import save_table, table

NOTE = """Before.

<!-- dlvis table a.parquet --columns loss -->

| old |
| --- |

After.

<!-- dlvis table b.parquet -->

End.
"""


def test_each_table_is_what_its_command_prints():
    asked = []
    told = filled(NOTE, lambda command: asked.append(command) or f"| {command[-4:]} |\n| --- |\n")
    assert asked == ["dlvis table a.parquet --columns loss", "dlvis table b.parquet"]
    assert "| old |" not in told
    assert told.count("| --- |") == 2
    assert told.startswith("Before.")
    assert "|\n\nAfter." in told
    assert "|\n\nEnd." in told
    assert told.endswith("End.\n")
    assert filled(told, lambda command: f"| {command[-4:]} |\n| --- |\n") == told


def test_a_command_is_run_as_it_stands(tmp_path):
    place = save_table(table(), tmp_path / "two.parquet")
    assert "| 3 | 92.0 (90.0 to 94.0) |" in printed(f"dlvis table {place} --columns test_balanced_accuracy")
