"""`python -m dlvis` is `dlvis`."""

from dlvis.cli import main

main()
