"""Goldens of the pil dialect: colour and tone.

    python pil_colour.py
"""

from PIL import ImageOps
from torchvision.transforms.v2 import functional as F

from pil_common import SMALL, write


def invert():
    def run(img):
        out = F.invert(img)
        assert out.tobytes() == ImageOps.invert(img).tobytes()
        return out

    write("invert", [(SMALL, {}, run)])


def channel_shuffle():
    names = ["gradient", "tiny", "one"]
    orders = [[0, 1, 2], [2, 0, 1], [1, 2, 0], [0, 2, 1]]
    write("channel_shuffle", [(names, {"order": o}, lambda img, o=o: F.permute_channels(img, o)) for o in orders])


def gamma():
    sets = [(g, 1.0) for g in (0.8, 1.0, 1.2, 0.31, 2.0, 4.7)] + [(0.7, 0.8), (1.4, 1.3)]
    names = ["dark", "one", "noise_grey"]
    write(
        "gamma",
        [(names, {"gamma": g, "gain": k}, lambda img, g=g, k=k: F.adjust_gamma(img, g, k)) for g, k in sets],
    )


if __name__ == "__main__":
    invert()
    channel_shuffle()
    gamma()
