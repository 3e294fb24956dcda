"""What the pil scripts share: Pillow as torchvision's v2 functional calls drive it on PIL images.

Run with torchvision 0.29 and Pillow 13. Boxes and keypoints are moved by the same torchvision
calls, float32, before clamping.
"""

import PIL
import numpy as np
import torch
import torchvision
from PIL import Image
from torchvision import tv_tensors

from golden import Golden, boxes_of, inputs, keypoints_of

LIBRARY = {"Pillow": PIL.__version__, "torchvision": torchvision.__version__}
IMAGES = inputs()
ALL = list(IMAGES)
MOST = [n for n in ALL if n != "photo_even"]
FEW = ["photo", "photo_grey", "tiny", "one", "row", "column"]
SMALL = ["gradient", "dark", "tiny", "one", "row", "column", "noise_grey"]
MOVES = []  # (op, cases, move): what torch_labels records labels of
PIXELS = True  # whether goldens are written


def pil(img):
    return Image.fromarray(img[:, :, 0] if img.shape[2] == 1 else img)


def write(op, cases, move=None):
    """cases: (input names, params, function of a PIL image); move(tv_tensor, params) → tv_tensor,
    or nothing where the library refuses them."""
    if move:
        MOVES.append((op, cases, move))
    if not PIXELS:
        return
    golden = Golden(op, "pil", LIBRARY)
    for names, params, run in cases:
        for name in names:
            img = IMAGES[name]
            extra = {}
            if move:
                canvas = img.shape[:2]
                boxes = tv_tensors.BoundingBoxes(
                    torch.tensor(boxes_of(img), dtype=torch.float32),
                    format="XYXY",
                    canvas_size=canvas,
                    clamping_mode=None,
                )
                points = tv_tensors.KeyPoints(
                    torch.tensor(keypoints_of(img), dtype=torch.float32), canvas_size=canvas
                )
                if (moved := move(boxes, params)) is not None:
                    extra = {"boxes": moved.tolist(), "keypoints": move(points, params).tolist()}
            golden.add(name, params, np.asarray(run(pil(img))), **extra)
    golden.write()


def fill_of(img, fill):
    return list(fill) if img.mode == "RGB" else [fill[0]]
