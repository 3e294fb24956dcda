"""Goldens of MONAI's intensity transforms, in the torch dialect.

    python monai_colour.py

MONAI works on single-precision numbers; it is given levels 0 to 255, and its result is rounded,
halves to even, and cut off to 8 bits.
"""

import warnings

import monai
import numpy as np
import torch
from monai.transforms import (
    AdjustContrast,
    RandHistogramShift,
    RandScaleIntensity,
    RandShiftIntensity,
    ScaleIntensity,
    ShiftIntensity,
    StdShiftIntensity,
)

from golden import Golden, inputs

warnings.simplefilter("ignore")
LIBRARY = {"MONAI": monai.__version__, "torch": torch.__version__}
IMAGES = inputs()
NAMES = ["dark", "flat", "one", "tiny", "row", "noise_grey"]


def write(op, cases, names=NAMES):
    """cases: (params, function of a C×H×W array of single-precision levels)."""
    golden = Golden(op, "torch", LIBRARY)
    for name in names:
        for params, run in cases:
            out = np.asarray(run(np.moveaxis(IMAGES[name], -1, 0).astype(np.float32)), np.float32)
            out = np.clip(np.rint(out), 0, 255).astype(np.uint8)
            golden.add(name, params, np.moveaxis(out, 0, -1))
    golden.write()


def adjust_contrast():
    sets = [(g, False, False) for g in (0.5, 0.73, 1.0, 2.0, 4.5)]
    sets += [(g, invert, retain) for g in (0.6, 2.7) for invert, retain in [(True, False), (False, True), (True, True)]]
    write(
        "adjust_contrast",
        [({"gamma": g, "invert_image": i, "retain_stats": r}, AdjustContrast(g, i, r)) for g, i, r in sets],
    )


def histogram_shift():
    def case(seed, count):
        t = RandHistogramShift(num_control_points=count, prob=1.0)
        t.set_random_state(seed)
        t.randomize()
        return {"heights": t.floating_control_points.tolist()}, lambda img: t(img, randomize=False)

    write("histogram_shift", [case(seed, count) for seed, count in [(1, 3), (2, 10), (3, 5), (4, 40)]])


def channel_wise(transform, name, values):
    """A Rand… transform with a number for each channel, given instead of drawn."""

    def run(img):
        transform._do_transform = True
        setattr(transform, name, values)
        return transform(img, randomize=False)

    return run


def plain():
    cases = [({"factor": f}, ScaleIntensity(None, None, f)) for f in (-1.0, -0.3, 0.127, 2.0)]
    values = [0.13, -0.4, 0.721]
    run = channel_wise(RandScaleIntensity(1.0, prob=1.0, channel_wise=True), "factor", values)
    write("scale_intensity", [*cases, ({"factors": values, "factor": 0, "channel_wise": True}, run)])
    cases = [({"offset_level": v}, ShiftIntensity(v)) for v in (-31.5, -0.5, 12.25, 200.0)]
    values = [3.5, -20.25, 77.0]
    run = channel_wise(RandShiftIntensity(1.0, prob=1.0, channel_wise=True), "_offset", values)
    write("shift_intensity", [*cases, ({"offsets": values, "offset_level": 0, "channel_wise": True}, run)])
    sets = [(f, n, c) for f in (-0.7, 0.5) for n in (False, True) for c in (False, True)]
    write(
        "std_shift_intensity",
        [({"factor": f, "nonzero": n, "channel_wise": c}, StdShiftIntensity(f, n, c)) for f, n, c in sets],
    )


if __name__ == "__main__":
    adjust_contrast()
    histogram_shift()
    plain()
