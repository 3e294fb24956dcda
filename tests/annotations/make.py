"""Goldens of the COCO mask API: outlines to pixels, run lengths to text.

    python tests/annotations/make.py

Needs numpy and pycocotools (2.0.11). Writes tests/annotations/goldens/masks.jsonl, one case a line.
"""

import json
from pathlib import Path

import numpy as np
from pycocotools import mask as api

OUT = Path(__file__).parent / "goldens" / "masks.jsonl"


def lengths(mask):
    """Run lengths of a mask, column by column, first those outside."""
    flat = mask.flatten(order="F")
    ends = np.flatnonzero(np.diff(flat)) + 1
    counts = np.diff([0, *ends, flat.size]).tolist()
    return [0, *counts] if flat[0] else counts


def case(kind, size, rle, **more):
    width, height = size
    mask = api.decode(rle)
    return {
        "kind": kind,
        "width": width,
        "height": height,
        **more,
        "counts": lengths(mask),
        "text": rle["counts"].decode(),
        "area": int(api.area(rle)),
    }


def outlines(rng, n):
    for i in range(n):
        width, height = (int(v) for v in rng.integers(1, 40, 2))
        polygons = []
        for _ in range(int(rng.integers(1, 4))):
            points = int(rng.integers(3, 12))
            style = i % 6
            xy = rng.random((points, 2)) * [width, height]
            if style == 1:
                xy = np.rint(xy)  # corners of pixels, doubled points among them
            elif style == 2:
                xy = np.rint(xy * 2) / 2
            elif style == 3:
                xy = xy * 2 - [width / 2, height / 2]  # reaches out
            elif style == 4:
                xy = np.repeat(xy, 2, axis=0)
                xy = np.vstack([xy, xy[:1]])
            elif style == 5:
                xy = np.round(xy, 2)
            polygons.append([float(v) for v in xy.flatten()])
        rle = api.merge(api.frPyObjects(polygons, height, width))
        yield case("outlines", (width, height), rle, polygons=polygons)


def masks(rng, n):
    for i in range(n):
        width, height = (int(v) for v in rng.integers(1, 60, 2))
        mask = rng.random((height, width)) < [0.5, 0.02, 0.98, 0, 1][i % 5]
        if i % 7 == 0:
            mask = np.zeros((400, 300), bool)
            mask[37:, 20:] = True
            height, width = mask.shape
        rle = api.encode(np.asfortranarray(mask.astype(np.uint8)))
        yield case("mask", (width, height), rle)


def main():
    rng = np.random.default_rng(4)
    cases = [*outlines(rng, 180), *masks(rng, 40)]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text("".join(json.dumps(c, separators=(",", ":")) + "\n" for c in cases))


if __name__ == "__main__":
    main()
