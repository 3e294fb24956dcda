"""Laws of exported files against augplay's own, by two-sample tests on what many draws make of a picture.

Pixels for the same numbers are equal (test_prove.py), so pictures that are distributed alike were drawn
by the same law.
"""

import os
import random
import runpy
import subprocess
import tempfile
import warnings
from pathlib import Path

os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"

import numpy as np
from PIL import Image
from scipy import stats

import test_prove
from test_prove import AUGPLAY

SIZE = (71, 103)
# Draws of each side.
COUNT = 200
# The least share of equal laws that would differ as much, over all figures of a picture.
LEAST = 1e-6

# What depends on a picture's labels, or has no law.
LEFT_OUT = {"pretext_label", "sanitize_bounding_boxes", "sanitize_keypoints", "clamp_bounding_boxes"}

COMPOSED = {
    "chances": "- {op: horizontal_flip, p: 0.3}\n- {op: invert, p: 0.6}\n",
    "one of": "- one_of: [{op: invert, weight: 3}, {op: horizontal_flip, p: 0.5}, {op: posterize, bits: 2}]\n  p: 0.8\n",
    "some of": "- some_of: [{op: invert}, {op: vertical_flip}, {op: posterize, bits: 2}]\n  n: [1, 2]\n",
    "in any order": "- random_order: [{op: posterize, bits: 2}, {op: brightness, factor: [0.4, 1.6]}, {op: invert, p: 0.5}]\n",
    "repeated": "- repeat: [{op: brightness, factor: [0.8, 1.2]}]\n  times: [1, 3]\n",
    "if else": "- if_else: [{op: invert}, {op: vertical_flip, p: 0.4}]\n  chance: 0.3\n",
    "nested": "- one_of:\n  - sequence: [{op: invert}, {op: horizontal_flip, p: 0.5}]\n    p: 0.7\n"
              "  - one_of: [{op: posterize, bits: 1}, {op: vertical_flip}]\n",
    "laws": "- {op: brightness, factor: {choice: {values: [0.3, 1, 1.7], weights: [1, 2, 3]}}}\n"
            "- {op: rotate, angle_deg: {signed: [5, 20]}}\n",
}


def probe():
    """A picture in which every place, turn and level shows."""
    y, x = np.mgrid[0:SIZE[0], 0:SIZE[1]]
    noise = np.random.default_rng(1).integers(0, 12, (*SIZE, 3))
    return (np.stack([x * 3 + 20, y * 4 + 30, (x + y) * 2 % 200 + 20], -1) + noise).clip(0, 255).astype(np.uint8)


def figures(picture):
    """Numbers that tell pictures apart; height, width, channels in, a list out."""
    h, w, _ = picture.shape
    levels = picture.astype(float)
    at = [levels[int(h * a), int(w * b), c] for a, b, c in [(0.2, 0.3, 0), (0.5, 0.5, 1), (0.8, 0.7, 2)]]
    down = np.arange(h)[:, None] / h
    across = np.arange(w)[None] / w
    total = levels.sum() + 1
    return [h, w, *levels.mean((0, 1)), *levels.std((0, 1)), *at,
            (levels.sum(-1) * down).sum() / total, (levels.sum(-1) * across).sum() / total]


def nearness(ours, theirs):
    """The least p of two-sample Kolmogorov-Smirnov tests of all figures."""
    ours, theirs = np.array(ours), np.array(theirs)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = [stats.ks_2samp(np.round(a, 6), np.round(b, 6)).pvalue for a, b in zip(ours.T, theirs.T)]
    return min(found)


def run(*args, check=True):
    done = subprocess.run([AUGPLAY, *map(str, args)], capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise AssertionError(f"augplay {args}: {done.stderr}")
    return done


class Folder:
    """Policies and pictures of one comparison."""

    def __init__(self, target):
        self.target = target
        self.temporary = tempfile.TemporaryDirectory()
        self.path = Path(self.temporary.name)
        self.picture = self.path / "probe.png"
        Image.fromarray(probe()).save(self.picture)

    def policy(self, steps):
        path = self.path / "policy.yaml"
        path.write_text(f"augplay: 1\ntarget: {self.target}\nsteps:\n{steps}")
        return path

    def ours(self, policy, seed=11):
        """What augplay's draws make of the probe."""
        with tempfile.TemporaryDirectory(dir=self.path) as out:
            run("apply", policy, self.picture, "--out", out, "--views", COUNT, "--seed", seed)
            made = sorted(Path(out).glob("*.png"))
            assert len(made) == COUNT
            return [figures(np.asarray(Image.open(path).convert("RGB"))) for path in made]

    def export(self, policy, form):
        """The file, and the verdicts that are worse than the same law."""
        file = self.path / ("exported.py" if form.startswith("torchvision") else "exported.txt")
        done = run("export", policy, "--to", form, "-o", file)
        worse = [line for line in done.stderr.splitlines() if ": approximate" in line or ": unsupported" in line]
        return file, worse


def untied(pipeline, seed):
    """Gives every transform and composition dice of its own: under one seed 2.0.8 ties nested choices together."""
    todo = [pipeline]
    while todo:
        node = todo.pop()
        seed += 1
        node.random_generator = np.random.default_rng(seed)
        node.py_random = random.Random(seed)
        todo += list(getattr(node, "transforms", []) or [])


def albumentations(file):
    import albumentations as A

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipeline = A.load(str(file), data_format="json")
        untied(pipeline, 1000)
        return [figures(pipeline(image=probe())["image"]) for _ in range(COUNT)]


def torchvision(file):
    import torch
    from torchvision.transforms.v2 import functional as F

    program = runpy.run_path(str(file))
    given = F.pil_to_tensor(Image.fromarray(probe()))
    if "F.to_pil_image(policy(picture))" not in file.read_text():
        given = Image.fromarray(probe())
    torch.manual_seed(5)
    out = []
    for _ in range(COUNT):
        made = program["policy"](given)
        made = np.asarray(made)
        out.append(figures(made if made.shape[-1] == 3 else made.transpose(1, 2, 0)))
    return out


def steps(target):
    """Every op with a law of its own, as a step that suits the probe."""
    test_prove.TARGET = target
    for line in test_prove.steps():
        name = line.split("op: ")[1].split(",")[0].strip("}")
        if name not in LEFT_OUT:
            yield name, f"- {line}\n"


__all__ = ["COMPOSED", "Folder", "LEAST", "albumentations", "figures", "nearness", "probe", "run", "steps", "torchvision", "untied"]
