"""A clip where it is seen: a web page that plays it. Needs the clip's files, and neither Manim nor torch."""

from dlvis.embed.page import page

__all__ = ["page"]
