"""Which way round patches turn."""

from dlvis.compiled import compiled


@compiled
def fill_turned_areas(points, edges, left, right, areas):
    """areas (n_patches,): twice the signed area of each patch with its points at (n_points, 2)."""
    for patch in range(len(areas)):
        areas[patch] = 0.0
    for e in range(len(edges)):
        a, b = edges[e, 0], edges[e, 1]
        ax, ay = points[a, 0] - points[0, 0], points[a, 1] - points[0, 1]
        bx, by = points[b, 0] - points[0, 0], points[b, 1] - points[0, 1]
        twice = ax * by - ay * bx
        if left[e] >= 0:
            areas[left[e]] += twice
        if right[e] >= 0:
            areas[right[e]] -= twice
