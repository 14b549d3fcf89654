"""A slow twin of `draw_solid` for facets: rays through the samples of each pixel, in camera axes."""

import numpy as np

from dlvis.draw.kernels.solid.samples import SAMPLE_X, SAMPLE_Y


def raycast(shape, lens, sheets):
    """(H, W, 4) float, premultiplied RGBA in 0..255 over nothing, as `draw_solid` would draw it.

    sheets: (rings, colours) each; rings are (facet, (n, 3) corners in camera axes).
    """
    depths, colours = [], []
    rays = _rays(shape, lens)
    for rings, paints in sheets:
        for facet in sorted({facet for facet, _ in rings}):
            mine = [points for each, points in rings if each == facet]
            depths.append(facet_depths(rays, lens.focal_distance, mine))
            colours.append(np.asarray(paints[facet], float))
    result = _over(np.array(depths), np.array(colours))
    return 255 * result.reshape(*shape, len(SAMPLE_X), 4).mean(axis=2)


def facet_depths(rays, focal_distance, rings):
    """(n,): z where each ray from the eye meets a flat facet, -inf where it does not.

    A ray is (x, y) where it meets the plane z = 0 of camera axes; the eye is at z = focal_distance, and the
    facet lies before it.
    """
    depths = np.full(len(rays), -np.inf)
    corners = np.concatenate(rings)
    seen = corners[:, :2] * (focal_distance / (focal_distance - corners[:, 2:]))
    near = ((rays >= seen.min(axis=0)) & (rays <= seen.max(axis=0))).all(axis=1)
    depths[near] = _met(rays[near], focal_distance, rings)
    return depths


def _met(rays, focal_distance, rings):
    origin, normal = _plane(rings)
    eye = np.array([0.0, 0.0, focal_distance])
    directions = np.column_stack([rays, np.full(len(rays), -focal_distance)])
    slant = directions @ normal
    with np.errstate(divide="ignore", invalid="ignore"):
        share = ((origin - eye) @ normal) / slant
    points = eye + np.where(np.isfinite(share), share, 0)[:, None] * directions
    axes = [axis for axis in range(3) if axis != np.argmax(np.abs(normal))]
    turns = sum(_turns(points[:, axes], ring[:, axes]) for ring in rings)
    return np.where((turns != 0) & np.isfinite(share) & (share > 0), points[:, 2], -np.inf)


def _rays(shape, lens):
    rows, columns, _ = np.meshgrid(*(np.arange(n) for n in (*shape, len(SAMPLE_X))), indexing="ij")
    x = (columns + SAMPLE_X - lens.centre[0]) / lens.scale[0]
    y = -(rows + SAMPLE_Y - lens.centre[1]) / lens.scale[1]
    return np.column_stack([x.ravel(), y.ravel()])


def _plane(rings):
    """A point of a facet and its normal, by Newell's sum over all of its sides."""
    middle = np.concatenate(rings).mean(axis=0)
    sides = [np.cross(ring - middle, np.roll(ring, -1, axis=0) - middle).sum(axis=0) for ring in rings]
    normal = np.sum(sides, axis=0)
    return middle, normal / max(np.linalg.norm(normal), 1e-300)


def _turns(points, ring):
    """How often a ring runs round each point."""
    turns = np.zeros(len(points), int)
    for (ax, ay), (bx, by) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        crosses = (ay <= points[:, 1]) != (by <= points[:, 1])
        if ay != by:
            left = points[:, 0] < ax + (points[:, 1] - ay) * (bx - ax) / (by - ay)
            turns += np.where(crosses & left, 1 if by > ay else -1, 0)
    return turns


def _over(depths, colours):
    """(n, 4): each sample's facets from the farthest to the nearest, premultiplied."""
    result = np.zeros((depths.shape[1], 4))
    order = np.argsort(depths, axis=0, kind="stable")
    for rank in order:
        hit = depths[rank, np.arange(depths.shape[1])] > -np.inf
        if not hit.any():
            continue
        paint = colours[rank]
        alpha = paint[:, 3:] * hit[:, None]
        result = np.column_stack([paint[:, :3], np.ones(len(paint))]) * alpha + (1 - alpha) * result
    return result
