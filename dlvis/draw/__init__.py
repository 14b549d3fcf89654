"""What a picture is made of, as arrays and without Manim: paths, dashes, light, the map cut by regions."""
