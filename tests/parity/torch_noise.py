"""Goldens of the torch dialect: occlusion.

    python torch_noise.py
"""

import torch
from torchvision.transforms.v2 import functional as F

from torch_common import FEW, IMAGES, fill_of, main, tensor

RECTS = [[5, 3, 12, 9], [20, 10, 200, 7], [0, 0, 3, 3]]


def erased(inpt, img, rects, fill):
    """Rectangles as v2.RandomErasing covers one."""
    h, w = img.shape[:2]
    value = torch.tensor(fill_of(img, fill))[:, None, None]
    for x, y, a, b in rects:
        inpt = F.erase(inpt, i=y, j=x, h=max(min(b, h - y), 0), w=max(min(a, w - x), 0), v=value)
    return inpt


def erase():
    for name in [*FEW[1:], "dark"]:
        img = IMAGES[name]
        for rects, fill in [(RECTS, [7, 99, 201]), (RECTS[:1], [0, 0, 0])]:
            yield name, {"rects_px": rects, "fill": fill}, erased(tensor(img), img, rects, fill), {}


OPS = {"erase": erase}

if __name__ == "__main__":
    main(OPS)
