"""Writes goldens/timm_laws.json: timm's automatic policies as tables and as pixels.

Run with timm 1.0 and Pillow 13:  python tests/parity/pil_timm_laws.py

"ops" holds for every name and level what the op is called with, for both signs where it has one.
"strings" holds for whole config strings the ops with chance, magnitude, noise and weight.
"policies" holds AutoAugment's pairs. "pixels" holds SHA-256 of pictures made by the warps with given
numbers: a seeded noise picture of 61 x 43 through timm's own functions.
"""

import hashlib
import json
import random
from pathlib import Path

import numpy as np
import timm
from PIL import Image
from timm.data import auto_augment as aa

LEVELS = [0, 1, 2.5, 3, 5, 7.3, 9, 9.99, 10]
STRINGS = [
    "rand-m9-mstd0.5-inc1",
    "rand-m7-n3-p0.8",
    "rand-m5-tweights",
    "rand-m9-t3a",
    "rand-m9-n4-t3aw",
    "rand-m15-mmax20-mstd101",
    "augmix-m5-w4-d2-a0.5",
]


class Coin:
    """Stands in for `random`, so that both signs are seen."""

    def __init__(self, value):
        self.value = value

    def random(self):
        return self.value


def called(name, level):
    """What the op gets, for the coin on either side."""
    found = []
    real = aa.random
    for value in (0.0, 1.0):
        aa.random = Coin(value)
        fn = aa.LEVEL_TO_ARG[name]
        args = fn(level, {"translate_const": 100}) if fn else ()
        if list(args) not in found:
            found.append(list(args))
    aa.random = real
    return found


def listed(transform):
    weights = getattr(transform, "choice_weights", None)
    return {
        "num_ops": getattr(transform, "num_layers", None),
        "weights": None if weights is None else [float(w) for w in weights],
        "ops": [
            {
                "name": op.name,
                "p": op.prob,
                "m": op.magnitude,
                "mstd": str(op.magnitude_std),
                "mmax": op.magnitude_max,
            }
            for op in transform.ops
        ],
    }


def transform_of(config):
    if config.startswith("augmix"):
        return aa.augment_and_mix_transform(config, {"translate_pct": 0.3})
    return aa.rand_augment_transform(config, {"img_mean": (124, 116, 104)})


def pixels():
    rng = np.random.default_rng(7)
    image = Image.fromarray(rng.integers(0, 256, (43, 61, 3), dtype=np.uint8))
    fill = (124, 116, 104)
    rows = []

    def add(op, fn, value, word):
        how = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}[word]
        out = fn(image, value, resample=how, fillcolor=fill)
        rows.append([op, value, word, hashlib.sha256(out.tobytes()).hexdigest()])

    for word in ("bilinear", "bicubic"):
        for value in (0.27, -0.27, 0.0317):
            add("shear_x", aa.shear_x, value, word)
            add("shear_y", aa.shear_y, value, word)
        for value in (0.405, -0.1337, 0.25):
            add("translate_x", aa.translate_x_rel, value, word)
            add("translate_y", aa.translate_y_rel, value, word)
        for value in (27.0, -13.371):
            add("rotate", aa.rotate, value, word)
    return {"image": list(image.tobytes()), "width": 61, "height": 43, "fill": fill, "rows": rows}


def mixed():
    """AugMix with one op a chain: what its own sum and blend make of known pictures."""
    rng = np.random.default_rng(8)
    image = Image.fromarray(rng.integers(0, 256, (9, 11, 3), dtype=np.uint8))
    mix = aa.AugMixAugment([aa.invert, aa.equalize], width=2, depth=1)
    chosen = iter([[aa.invert], [aa.equalize]])
    real = np.random.choice
    np.random.choice = lambda *_args, **_kw: next(chosen)
    weights, m = np.float32([0.3, 0.7]), np.float32(0.6)
    out = mix._apply_basic(image, weights, m)
    np.random.choice = real
    return {
        "image": list(image.tobytes()),
        "width": 11,
        "height": 9,
        "weights": [float(w) for w in weights],
        "m": float(m),
        "sha256": hashlib.sha256(out.tobytes()).hexdigest(),
    }


def main():
    random.seed(0)
    out = {
        "library": {"timm": timm.__version__, "pillow": Image.__version__},
        "levels": LEVELS,
        "ops": {name: [called(name, level) for level in LEVELS] for name in aa.LEVEL_TO_ARG},
        "strings": {s: listed(transform_of(s)) for s in STRINGS},
        "policies": {
            name: [[[op.name, op.prob, op.magnitude] for op in pair] for pair in aa.auto_augment_policy(name)]
            for name in ("original", "originalr", "v0", "v0r", "3a")
        },
        "pixels": pixels(),
        "mixed": mixed(),
    }
    path = Path(__file__).parent / "goldens" / "timm_laws.json"
    path.write_text(json.dumps(out) + "\n")
    print(path.name, path.stat().st_size // 1024, "KB")


if __name__ == "__main__":
    main()
