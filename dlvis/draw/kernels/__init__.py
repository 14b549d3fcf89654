"""The inner loops of the rasterisers, compiled."""
