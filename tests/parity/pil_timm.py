"""Goldens of the pil dialect: what timm adds to Pillow.

    python pil_timm.py
"""

import timm
from timm.data import auto_augment

import pil_common
from pil_common import write

pil_common.LIBRARY["timm"] = timm.__version__


def solarize_add():
    names = ["gradient", "dark", "one", "noise_grey"]
    sets = [(0, 128), (43, 128), (110, 128), (255, 200)]
    write(
        "solarize_add",
        [
            (names, {"add_level": a, "threshold_level": t}, lambda img, a=a, t=t: auto_augment.solarize_add(img, a, t))
            for a, t in sets
        ],
    )


if __name__ == "__main__":
    solarize_add()
