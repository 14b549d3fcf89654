"""Other people's nets as a `ReluNet`: files of torch, safetensors, ONNX, numpy, and living Python objects.

Nothing that a file holds is ever run. A reader (torch_file, tensors, onnx_file, living) turns what it finds
into steps (steps): linear, scale, activation. Bare named arrays go through stack, which finds their order
(order) and where the BatchNorms stand (norms). The steps are multiplied into the layers of one net. What is
not piecewise linear, or not a plain chain of layers, is refused by name.
"""

from dlvis.loaders.foreign import SUFFIXES, load_net
from dlvis.loaders.living import from_sequential, from_sklearn

__all__ = ["SUFFIXES", "from_sequential", "from_sklearn", "load_net"]
