"""A folder of pictures over many machines: python ray_folder.py FOLDER OUT

Ray Data shares the work out (two local workers here, a cluster where Ray runs on one). What is drawn hangs on each
picture's name alone, so the files are the same however many workers there are.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import augplay
import numpy as np
from PIL import Image

POLICY = """
augplay: 1
target: albumentations 2.0.8
seed: 7
steps:
  - {op: random_resized_crop, width_px: 96, height_px: 96}
  - {op: rotate, p: 0.5}
  - {op: random_brightness_contrast}
"""


class Augment:
    """Made once in every worker."""

    def __init__(self, policy: str, views: int) -> None:
        self.policy = augplay.Policy.parse(policy)
        self.views = views

    def __call__(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        name = Path(row["path"]).name
        image = np.asarray(row["image"])
        views = (self.policy(image, key=name, view=v).image for v in range(self.views))
        return [{"name": f"{Path(name).stem}.{v}.png", "image": image} for v, image in enumerate(views)]


def main(folder: str, out: str, views: int = 2) -> None:
    import ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    Path(out).mkdir(parents=True, exist_ok=True)
    rows = ray.data.read_images(folder, include_paths=True, mode="RGB", file_extensions=["jpg", "png"])
    made = rows.flat_map(Augment, fn_constructor_args=(POLICY, views), concurrency=2)
    for row in made.iter_rows():
        Image.fromarray(row["image"]).save(Path(out) / row["name"])
    ray.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:3])
