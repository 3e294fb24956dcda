"""Writes goldens: what the real library makes of known images.

A golden file holds every case of one op in one dialect:

    magic b"AUGGOLD1", u32 little-endian header length, JSON header, zlib stream

The header is {"op", "dialect", "library": {name: version}, "cases": [...]}; the stream is the
concatenated uint8 outputs of the cases in order. A case is

    {"input": name, "params": {...}, "shape": [h, w, c],
     "boxes": [...], "keypoints": [...],          # optional, after the op
     "self": {"share": s, "max": m},              # optional, the library against itself
     "field": n,                                  # optional: n float32 follow the output
     "tolerance": "...", "note": "..."}           # optional

A field is what an op with per-pixel chance was given (noise, displacements), so that the
arithmetic can be compared apart from the dice.

`params` are augplay's own, all constant, so that drawing them leaves no chance. Inputs are made
here by arithmetic, so that no image travels; `inputs.bin` carries them to the Rust side.
"""

import json
import struct
import sys
import zlib
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
OUT = HERE / "goldens"

# Boxes (xyxy, px) and keypoints (xy, px) as shares of the size, for the geometric ops.
BOX_SHARES = [(0.10, 0.20, 0.45, 0.70), (0.50, 0.05, 0.95, 0.40), (0.0, 0.0, 1.0, 1.0)]
KEYPOINT_SHARES = [(0.25, 0.25), (0.8, 0.6), (0.5, 0.95)]


def _noise(h, w, c, seed):
    return np.random.RandomState(seed).randint(0, 256, (h, w, c)).astype(np.uint8)


def _gradient(h, w, c):
    y, x = np.mgrid[0:h, 0:w].astype(np.float64)
    planes = [x / max(w - 1, 1), y / max(h - 1, 1), (x + y) / max(w + h - 2, 1)]
    return np.stack([np.floor(p * 255 + 0.5) for p in planes[:c]], -1).astype(np.uint8)


def _photo(h, w, c, seed):
    """Looks like a photo to a kernel: smooth shading, hard edges, texture, a few saturated spots."""
    rng = np.random.RandomState(seed)
    y, x = np.mgrid[0:h, 0:w].astype(np.float64)
    out = np.zeros((h, w, c))
    for k in range(c):
        v = 110 + 60 * np.sin(x / (7 + 3 * k) + k) * np.cos(y / (9 - 2 * k)) + 40 * (x / w - y / h)
        v += np.where((x - w * 0.6) ** 2 + (y - h * 0.4) ** 2 < (min(h, w) * 0.25) ** 2, 70 - 50 * k, 0)
        v += np.where((x // 11 + y // 13) % 5 == 0, -45 + 30 * k, 0)
        v += rng.normal(0, 4, (h, w))
        out[..., k] = v
    return np.clip(np.floor(out + 0.5), 0, 255).astype(np.uint8)


def inputs():
    """Name → uint8 H×W×C. Names say what the picture is like."""
    return {
        "photo": _photo(61, 83, 3, 1),
        "photo_even": _photo(96, 128, 3, 2),
        "photo_grey": _photo(48, 64, 1, 3),
        "gradient": _gradient(33, 47, 3),
        "noise": _noise(40, 56, 3, 4),
        "noise_grey": _noise(31, 45, 1, 5),
        "flat": np.full((16, 24, 3), (200, 30, 90), np.uint8),
        "dark": (_photo(32, 40, 3, 6) // 4).astype(np.uint8),
        "one": np.array([[[10, 200, 77]]], np.uint8),
        "row": _noise(1, 19, 3, 7),
        "column": _noise(17, 1, 3, 8),
        "tiny": _noise(3, 2, 3, 9),
        "square": _photo(23, 23, 3, 10),
    }


def boxes_of(img):
    h, w = img.shape[:2]
    return [[a * w, b * h, c * w, d * h] for a, b, c, d in BOX_SHARES]


def keypoints_of(img):
    h, w = img.shape[:2]
    return [[a * w, b * h] for a, b in KEYPOINT_SHARES]


def write_inputs():
    images = inputs()
    header = [{"name": n, "shape": list(i.shape)} for n, i in images.items()]
    _write(HERE / "inputs.bin", {"inputs": header}, [i.tobytes() for i in images.values()])


class Golden:
    """Collects the cases of one op in one dialect."""

    def __init__(self, op, dialect, library):
        self.head = {"op": op, "dialect": dialect, "library": library, "cases": []}
        self.blobs = []

    def add(self, input_name, params, output, /, field=None, **extra):
        out = np.ascontiguousarray(output)
        if out.ndim == 2:
            out = out[:, :, None]
        assert out.dtype == np.uint8, out.dtype
        if field is not None:
            extra["field"] = field.size
        self.head["cases"].append(
            {"input": input_name, "params": params, "shape": list(out.shape), **extra}
        )
        self.blobs.append(out.tobytes())
        if field is not None:
            self.blobs.append(np.ascontiguousarray(field, "<f4").tobytes())

    def write(self):
        OUT.mkdir(exist_ok=True)
        path = OUT / f"{self.head['op']}.{self.head['dialect']}.golden"
        _write(path, self.head, self.blobs)
        print(f"{path.name}: {len(self.head['cases'])} cases, {path.stat().st_size // 1024} KB", file=sys.stderr)


def _write(path, head, blobs):
    text = json.dumps(head, separators=(",", ":"), sort_keys=True).encode()
    body = zlib.compress(b"".join(blobs), 9)
    path.write_bytes(b"AUGGOLD1" + struct.pack("<I", len(text)) + text + body)


if __name__ == "__main__":
    write_inputs()
