"""Goldens of the pil dialect: occlusion.

    python pil_noise.py
"""

from pil_common import IMAGES, write
from torch_noise import RECTS, erased


def erase():
    cases = []
    for name in ["dark", "gradient", "photo_grey", "one"]:
        for rects, fill in [(RECTS, [7, 99, 201]), (RECTS[:1], [0, 0, 0])]:
            run = lambda picture, name=name, rects=rects, fill=fill: erased(picture, IMAGES[name], rects, fill)
            cases.append(([name], {"rects_px": rects, "fill": fill}, run))
    write("erase", cases)


if __name__ == "__main__":
    erase()
