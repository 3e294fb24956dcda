"""What the real libraries make of exported files, as a dated table: `python exports.py TABLE.md`.

Every op with its default values: does the file run, and do many draws of it look like augplay's?
"""

import datetime
import shlex
import subprocess
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
from PIL import Image

import laws
from laws import COMPOSED, LEAST, Folder, figures, nearness, probe, steps

FORMATS = [
    ("albumentations-json", "albumentations 2.0.8", "albumentations", laws.albumentations),
    ("torchvision-pillow", "torchvision 0.29 pillow", "torchvision", laws.torchvision),
    ("torchvision-tensor", "torchvision 0.29 tensor", "torchvision", laws.torchvision),
]

# Ops that Albumentations runs with boxes or masks only.
NEEDS_LABELS = {
    "bbox_safe_random_crop", "random_sized_bbox_safe_crop", "crop_non_empty_mask_if_exists", "mask_dropout",
}

# Policies that timm's flags say.
TIMM = {
    "training": "- {op: random_resized_crop, width_px: 64, height_px: 64, interpolation: bicubic}\n- {op: horizontal_flip, p: 0.5}\n",
    "rand_augment": "- {op: random_resized_crop, width_px: 64, height_px: 64}\n- {op: rand_augment, law: timm, interpolation: bilinear, fill: [124, 116, 104]}\n",
    "colour": "- {op: random_resized_crop, width_px: 64, height_px: 64}\n"
              "- {op: color_jitter, brightness: [0.6, 1.4], contrast: [0.6, 1.4], saturation: [0.6, 1.4], hue_frac: 0}\n",
}


def cell(folder, form, name, text, draw):
    """What becomes of a policy in a format."""
    policy = folder.policy(text)
    file, worse = folder.export(policy, form)
    if any("unsupported" in line for line in worse):
        return "–"
    try:
        theirs = draw(file)
    except Exception as error:  # The table says what happened.
        if name in NEEDS_LABELS:
            return "needs labels"
        return f"fails: {type(error).__name__}"
    if worse:
        return "runs, near"
    found = nearness(folder.ours(policy), theirs)
    return "same law" if found > LEAST else f"another law (p = {found:.0e})"


def timm_cell(folder, text):
    """timm's own transform, built from the exported flags."""
    from timm.data import create_transform

    policy = folder.policy(text + "then: {normalize: imagenet}\n")
    file, worse = folder.export(policy, "timm")
    if worse:
        return "near: " + "; ".join(line.split(": ", 2)[2][:60] for line in worse)
    words = shlex.split(" ".join(l for l in file.read_text().splitlines() if not l.startswith("#")).replace("\\", " "))
    flags = {}
    for i, word in enumerate(words):
        if word.startswith("--"):
            values = []
            while i + 1 + len(values) < len(words) and not words[i + 1 + len(values)].startswith("--"):
                values.append(words[i + 1 + len(values)])
            flags[word[2:]] = values
    numbers = lambda name, default: tuple(map(float, flags[name])) if name in flags else default
    one = lambda name, default: float(flags[name][0]) if name in flags else default
    size = tuple(int(v) for v in flags["input-size"]) if "input-size" in flags else (3, *[int(v) for v in flags.get("img-size", [224])] * 2)
    transform = create_transform(
        size, is_training=True, use_prefetcher=True,
        scale=numbers("scale", None), ratio=numbers("ratio", None), hflip=one("hflip", 0.5), vflip=one("vflip", 0.0),
        color_jitter=one("color-jitter", 0.4) if flags.get("color-jitter") != [] else None,
        auto_augment=flags.get("aa", [None])[0], interpolation=flags.get("train-interpolation", ["random"])[0],
    )
    import random

    import torch

    random.seed(1), np.random.seed(1), torch.manual_seed(1)
    image = Image.fromarray(probe())
    theirs = []
    for _ in range(laws.COUNT):
        made = np.asarray(transform(image))
        theirs.append(figures(made if made.shape[-1] == 3 else made.transpose(1, 2, 0)))
    found = nearness(folder.ours(policy), theirs)
    return "same law" if found > LEAST else f"another law (p = {found:.0e})"


def table():
    rows, columns = {}, [form for form, *_ in FORMATS]
    for form, target, _, draw in FORMATS:
        folder = Folder(target)
        cases = [*steps(target), *((f"composed: {name}", text) for name, text in COMPOSED.items())]
        for name, text in cases:
            rows.setdefault(name, {})[form] = cell(folder, form, name, text, draw)
        folder.temporary.cleanup()
    names = {"albumentations", "opencv-python-headless", "torchvision", "torch", "pillow", "timm", "numpy"}
    used = ", ".join(f"{name} {version(name)}" for name in sorted(names))
    out = [
        "# Exported files in the real libraries", "",
        f"Run on {datetime.date.today().isoformat()} by `cargo xtask verify --only exports` with {used}.", "",
        "*same law*: the file runs, and 200 draws of it and 200 of augplay's are alike in every figure of the picture "
        f"(two-sample Kolmogorov-Smirnov tests, p > {LEAST:g}). *runs, near*: the file runs and says in its header what "
        "differs. *needs labels*: the library refuses a picture alone. *–*: the file leaves the step out and says so. That the pixels of equal numbers are equal is "
        "`augplay prove`'s matter.", "",
        f"| step | {' | '.join(columns)} |", "|---|" + "---|" * len(columns),
    ]
    for name, cells in rows.items():
        out.append(f"| {name} | " + " | ".join(cells.get(c, "") for c in columns) + " |")
    folder = Folder("timm 1.0")
    out += ["", "timm's flags, through its `create_transform`:", "", "| policy | timm |", "|---|---|"]
    out += [f"| {name} | {timm_cell(folder, text)} |" for name, text in TIMM.items()]
    folder.temporary.cleanup()
    out += ["", "Ultralytics itself is not run: its code is under AGPL. Its files are held to what its documentation says."]
    text = "\n".join(out) + "\n"
    wrong = [line for line in out if "another law" in line or "fails:" in line]
    return text, wrong


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made, broken = table()
    Path(sys.argv[1]).write_text(made)
    print("\n".join(broken))
    sys.exit(1 if broken else 0)
