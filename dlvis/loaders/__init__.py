"""Other people's nets as a `ReluNet`: files of torch, safetensors, ONNX, numpy, and living Python objects."""
