"""See inside deep networks: exact fold geometry of ReLU nets, and the films made from it.

Data goes one way, as plain frozen values::

    Topic --train--> Run --fold_complex--> FoldComplex --mobjects--> scene --render--> Clip --embed--> page
"""

__version__ = "0.1.0"
