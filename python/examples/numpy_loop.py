"""Batches for a loop of one's own: python numpy_loop.py FOLDER

Two epochs; every picture gets a draw of its own in each, and the batch stage mixes them with their labels.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import augplay
import numpy as np
from PIL import Image

POLICY = """
augplay: 1
target: timm 1.0
steps:
  - {op: random_resized_crop, width_px: 64, height_px: 64}
  - {op: horizontal_flip, p: 0.5}
batch:
  pairing: reverse
  mixes: [{mix: mixup, alpha: 0.8}, {mix: cutmix, law: timm}]
"""


def batches(paths: list[Path], classes: int, size: int, epoch: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pictures and soft labels; picture i has class i % classes here."""
    policy = augplay.Policy.parse(POLICY)
    for start in range(0, len(paths), size):
        chunk = paths[start : start + size]
        samples = [{"image": np.asarray(Image.open(p).convert("RGB"))} for p in chunk]
        views = policy.mix(samples, keys=[p.name for p in chunk], epoch=epoch)
        labels = np.zeros((len(chunk), classes))
        for row, view in zip(labels, views):
            for share in view.mix["shares"]:
                row[(start + share["index"]) % classes] += share["share"]
        yield np.stack([view.image for view in views]), labels


def main(folder: str) -> None:
    paths = sorted(p for p in Path(folder).iterdir() if p.suffix in (".jpg", ".png"))
    for epoch in range(2):
        for pictures, labels in batches(paths, 3, 4, epoch):
            print(f"epoch {epoch}: {pictures.shape}, labels {labels.round(2).tolist()}")


if __name__ == "__main__":
    main(sys.argv[1])
