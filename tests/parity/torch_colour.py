"""Goldens of the torch dialect: colour and tone.

    python torch_colour.py
"""

from torchvision.transforms.v2 import functional as F

from torch_common import main, pointwise

SMALL = ["gradient", "dark", "one", "row", "noise_grey"]


def channel_shuffle():
    sets = [{"order": o} for o in ([0, 1, 2], [2, 0, 1], [1, 2, 0], [0, 2, 1])]
    yield from pointwise(lambda t, p: F.permute_channels(t, p["order"]), *sets, names=["gradient", "tiny", "one"])


def gamma():
    sets = [(g, 1.0) for g in (0.8, 1.0, 1.2, 0.31, 2.0, 3.0, 0.5, 4.7)] + [(0.7, 0.8), (1.4, 1.3)]
    sets = [{"gamma": g, "gain": k} for g, k in sets]
    yield from pointwise(lambda t, p: F.adjust_gamma(t, p["gamma"], p["gain"]), *sets, names=["dark", "one", "noise_grey"])


OPS = {
    "invert": lambda: pointwise(lambda t, p: F.invert(t), {}, names=SMALL),
    "channel_shuffle": channel_shuffle,
    "gamma": gamma,
}


if __name__ == "__main__":
    main(OPS)
