"""Films, complexes, nets and runs where they are computed: in Jupyter and IPython.

`dlvis.show("fold")` plays a film in the notebook. Fold complexes, nets and runs are shown as pictures by
formatters that IPython asks, since the rooms that hold these values know nothing of pictures. IPython is told
of them as soon as `dlvis` is imported in it, by name, so that nothing is opened before it is shown.
"""

from dlvis.notebook.formatters import register

__all__ = ["register"]
