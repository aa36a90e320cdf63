"""A fictional club of any size, to show, measure and test the site with.

The people are characters and the texts imaginary; only the places are real. The same
arguments always give the same bytes.
"""

from generator.demo.club import Sizes
from generator.demo.writer import write_demo

__all__ = ["Sizes", "write_demo"]
