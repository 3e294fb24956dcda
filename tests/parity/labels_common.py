"""What the scripts of labels share: annotations of a picture, and the file of what became of them.

goldens/labels.<dialect>.json is

    {"library": {name: version},
     "inputs": {name: {"size": [w, h], "boxes": [...], "keypoints": [...], "mask": "..."}},
     "cases": [{"op": …, "input": name, "params": {…}, "size": [w, h],
                "boxes": [[x0, y0, x1, y1, index], …],       # as the op leaves them, not clipped
                "keypoints": [[x, y, (angle, scale,) index], …],
                "kept": {"boxes": [...], "keypoints": [...]},   # indices that are left after filters
                "mask": "…",
                "mask_size": [w, h]}],                         # where it is not "size"
     "pipelines": [{"policy": "…", "input": name,             # several steps, with filters
                    "boxes": [...], "keypoints": [...]}]}     # what is left

`params` are augplay's own, all constant. Boxes are px from the picture's edge, keypoints px from the
first pixel's centre, angles degrees. A mask is its rows one after the other as runs, `id*count`,
a lone `id` for one pixel.
"""

import json
import sys
from itertools import groupby

import numpy as np

from golden import OUT


def annotations(shape):
    """Boxes, keypoints (x, y, angle, scale) and a mask of a picture of (height, width)."""
    h, w = shape[:2]
    boxes = [
        [0, 0, w, h],
        [0.10 * w, 0.20 * h, 0.45 * w, 0.70 * h],
        [0.50 * w, 0, 0.95 * w, 0.40 * h],
        [0.30 * w, 0.60 * h, 0.30 * w + 0.3, 0.60 * h + 0.3],  # a fraction of a pixel
        [0, 0.90 * h, 0.08 * w, h],
        [0.93 * w, 0.85 * h, w, h],
    ]
    keypoints = [
        [0.25 * w, 0.25 * h, 0, 1],
        [0.80 * w, 0.60 * h, 30, 2.5],
        [0.50 * w, 0.95 * h, 200, 0.7],
        [0, 0, 90, 1],
        [w - 1, h - 1, 300, 1.2],
        [w - 0.25, 0.5 * h, 181, 4],  # in the last pixel's outer half
    ]
    boxes, keypoints = [[[round(v, 5) for v in row] for row in rows] for rows in (boxes, keypoints)]
    y, x = np.mgrid[0:h, 0:w]
    mask = np.zeros((h, w), np.uint8)
    mask[(x >= 0.1 * w) & (x < 0.45 * w) & (y >= 0.2 * h) & (y < 0.7 * h)] = 1
    mask[((x - 0.72 * w) / (0.2 * w)) ** 2 + ((y - 0.3 * h) / (0.2 * h)) ** 2 < 1] = 7
    mask[:, w // 3] = 3
    mask[-1, -1] = 200
    return boxes, keypoints, mask


def runs(mask):
    each = ((int(id), len(list(run))) for id, run in groupby(np.asarray(mask).ravel().tolist()))
    return " ".join(f"{id}*{n}" if n > 1 else str(id) for id, n in each)


def rows(values):
    """Lists of numbers, indices last, five decimals."""
    return [[round(float(v), 5) + 0.0 for v in row[:-1]] + [int(row[-1])] for row in values]


def indexed(values):
    return np.array([[*v, i] for i, v in enumerate(values)], float)


def write(dialect, library, shapes, cases, pipelines=()):
    inputs = {}
    for name, shape in shapes.items():
        boxes, keypoints, mask = annotations(shape)
        inputs[name] = {"size": [shape[1], shape[0]], "boxes": boxes, "keypoints": keypoints, "mask": runs(mask)}
    line = lambda v: json.dumps(v, separators=(",", ":"))
    lines = lambda items: ",\n".join(items)
    text = (f'{{"library":{line(library)},\n"inputs":{{\n'
            + lines(f"{line(k)}:{line(v)}" for k, v in inputs.items())
            + '},\n"cases":[\n' + lines(line(c) for c in cases)
            + '],\n"pipelines":[\n' + lines(line(p) for p in pipelines) + "]}\n")
    path = OUT / f"labels.{dialect}.json"
    path.write_text(text)
    print(f"{path.name}: {len(cases)} cases, {len(pipelines)} pipelines, {len(text) // 1024} KB", file=sys.stderr)
