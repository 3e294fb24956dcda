"""A data set in PyTorch's style: python dataset.py FOLDER

torch is optional; without it the class is an ordinary sequence. Workers of a DataLoader, forked or spawned, draw the
same as one process does, in whatever order they work.
"""

from __future__ import annotations

import sys
from pathlib import Path

import augplay
import numpy as np
from PIL import Image

try:
    from torch.utils.data import Dataset
except ImportError:
    Dataset = object

POLICY = """
augplay: 1
target: torchvision 0.29 pillow
seed: 7
steps:
  - {op: random_resized_crop, width_px: 96, height_px: 96}
  - {op: horizontal_flip, p: 0.5}
  - {op: trivial_augment_wide}
"""


class Folder(Dataset):
    """Pictures of a folder, augmented. `set_epoch` before each pass gives new draws."""

    def __init__(self, folder: str | Path, policy: augplay.Policy) -> None:
        self.paths = sorted(p for p in Path(folder).iterdir() if p.suffix in (".jpg", ".png"))
        self.policy = policy
        self.epoch = 0

    def set_epoch(self, epoch: int) -> None:
        self.epoch = epoch

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, i: int) -> np.ndarray:
        path = self.paths[i]
        with Image.open(path) as picture:
            view = self.policy(np.asarray(picture.convert("RGB")), key=path.name, epoch=self.epoch)
        # Channels first, as torch has them.
        return np.ascontiguousarray(view.image.transpose(2, 0, 1))


def main(folder: str) -> None:
    data = Folder(folder, augplay.Policy.parse(POLICY))
    if Dataset is object:
        batch = np.stack([data[i] for i in range(len(data))])
    else:
        from torch.utils.data import DataLoader

        batch = next(iter(DataLoader(data, batch_size=len(data), num_workers=2))).numpy()
    print(f"{batch.shape[0]} pictures, {batch.shape[1:]}, mean level {batch.mean():.1f}")


if __name__ == "__main__":
    main(sys.argv[1])
