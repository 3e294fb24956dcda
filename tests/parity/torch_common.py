"""What the torch scripts share: torchvision's v2 functional calls on uint8 CPU tensors.

Run with torchvision 0.29 and torch 2.15 on x86-64 with AVX2 or AVX-512. A script names its ops,
each a function that yields (input name, params, output, extra), and ends with `main(OPS)`.
Tensors are as pil_to_tensor leaves them (a C×H×W view of interleaved samples). "self" is the
library's difference from itself with its vector code and threads switched off. Boxes and
keypoints are moved by the same calls, float32, before clamping.
"""

import os
import pickle
import subprocess
import sys
import tempfile

import numpy as np
import torch
import torchvision
from torchvision import tv_tensors

from golden import Golden, boxes_of, inputs, keypoints_of

LIBRARY = {"torch": torch.__version__, "torchvision": torchvision.__version__}
IMAGES = inputs()
ALL = list(IMAGES)
RGB = [n for n in ALL if IMAGES[n].shape[2] == 3]
SMALL = [n for n in ALL if n not in ("photo_even", "photo")]
FEW = ["photo", "noise", "photo_grey", "tiny", "row"]


def tensor(img):
    return torch.from_numpy(img).permute(2, 0, 1)


def image(t):
    return t.permute(1, 2, 0).contiguous().numpy()


def moved(img, call):
    """Boxes and keypoints after `call`."""
    size = img.shape[:2]
    boxes = tv_tensors.BoundingBoxes(
        torch.tensor(boxes_of(img), dtype=torch.float32), format="XYXY", canvas_size=size, clamping_mode=None
    )
    points = tv_tensors.KeyPoints(torch.tensor(keypoints_of(img), dtype=torch.float32), canvas_size=size)
    return {"boxes": call(boxes).tolist(), "keypoints": call(points).tolist()}


def fill_of(img, fill):
    return [float(v) for v in fill[: img.shape[2]]]


def pointwise(call, *params, names=ALL):
    """`call(tensor, params)` of every image and every parameter set."""
    for p in params:
        for n in names:
            yield n, p, call(tensor(IMAGES[n]), p), {}


def all_outputs(ops):
    return {op: [image(out) for _, _, out, _ in cases()] for op, cases in ops.items()}


def plain_outputs():
    """The same outputs without vector code and threads, in a process of their own."""
    with tempfile.NamedTemporaryFile() as file:
        env = {**os.environ, "ATEN_CPU_CAPABILITY": "default"}
        subprocess.run([sys.executable, sys.argv[0], "--plain", file.name], env=env, check=True)
        return pickle.load(file)


def main(ops):
    """Writes the goldens of all ops."""
    if sys.argv[1:2] == ["--plain"]:
        torch.set_num_threads(1)
        with open(sys.argv[2], "wb") as file:
            pickle.dump(all_outputs(ops), file)
        return
    assert torch.backends.cpu.get_cpu_capability() in ("AVX2", "AVX512"), "the reference has vector code"
    plain = plain_outputs()
    for op, cases in ops.items():
        golden = Golden(op, "torch", LIBRARY)
        worst = [0.0, 0]
        for (name, params, out, extra), other in zip(cases(), plain[op], strict=True):
            out = image(out)
            apart = np.abs(out.astype(int) - other)
            share, most = float((apart > 0).mean()), int(apart.max())
            worst = [max(worst[0], share), max(worst[1], most)]
            if share:
                extra["self"] = {"share": round(share, 6), "max": most}
            golden.add(name, params, out, **extra)
        golden.write()
        print(f"  from itself: at most {worst[0]:.4%}, {worst[1]} levels", file=sys.stderr)
