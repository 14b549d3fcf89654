"""What a net learns that is no plane: inputs and targets, from a function, a generator, or arrays.

A `Dataset` holds them in three fixed parts, with the task that says what the loss is. `material` takes a name
or a file to a dataset or a topic: training takes both. ::

    run = train(material("function:sin(2*pi*x)"), widths=(1, 8, 1))
"""

from dlvis.datasets.dataset import CLASSES, NUMBERS, TASKS, TWO_CLASSES, Dataset, Part
from dlvis.datasets.digest import material_digest
from dlvis.datasets.material import Material, check_widths, examples, is_named, material, task

__all__ = [
    "CLASSES",
    "NUMBERS",
    "TASKS",
    "TWO_CLASSES",
    "Dataset",
    "Material",
    "Part",
    "check_widths",
    "examples",
    "is_named",
    "material",
    "material_digest",
    "task",
]
