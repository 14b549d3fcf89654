"""See inside deep networks: exact fold geometry of ReLU nets, and the films made from it.

Data goes one way, as plain frozen values::

    Topic --train--> Run --fold_complex--> FoldComplex --mobjects--> scene --render--> Clip --embed--> page

In a notebook `dlvis.show("fold")` plays a film, and complexes, nets and runs are shown as pictures.
"""

import sys
from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name != "show":
        raise AttributeError(f"module 'dlvis' has no attribute {name!r}")
    from dlvis.notebook.shown import show

    return show


def load_ipython_extension(ipython: Any) -> None:
    """What `%load_ext dlvis` does: values are shown as pictures, though `dlvis` came before IPython."""
    from dlvis.notebook import register

    register(ipython)


# in a notebook nobody should have to say so; elsewhere IPython is not there
if "IPython" in sys.modules and (_shell := sys.modules["IPython"].get_ipython()) is not None:
    load_ipython_extension(_shell)
