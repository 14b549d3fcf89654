"""Pictures as arrays and without Manim: tilings, sheets, strokes, and what they are made of."""
