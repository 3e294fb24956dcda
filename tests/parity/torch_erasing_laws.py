"""Laws of random erasing, from the libraries' own draws: goldens/erasing_laws.json.

    python torch_erasing_laws.py
"""

import json
import random
import sys

import albumentations as A
import numpy as np
import torch
from timm.data.random_erasing import RandomErasing
from torchvision.transforms import v2

from golden import OUT

SIZES = [(100, 80), (64, 200)]
SHARES = [0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98]
DRAWS = 20_000


def torchvision(width, height):
    t = v2.RandomErasing(scale=(0.02, 0.33), ratio=(0.3, 3.3))
    picture = torch.zeros(1, height, width)
    for _ in range(DRAWS):
        p = t.make_params([picture])
        if p["v"] is not None:
            yield p["w"], p["h"], p["j"]


def timm(width, height):
    """Three rectangles; what is assigned says where they lie."""
    t = RandomErasing(probability=1, min_area=0.02, max_area=0.33, min_aspect=0.3, max_aspect=3.3, min_count=3,
                      device="cpu")
    found = []

    class Picture:
        def __setitem__(self, place, _):
            _, rows, columns = place
            found.append((columns.stop - columns.start, rows.stop - rows.start, columns.start))

    for _ in range(DRAWS // 3):
        t._erase(Picture(), 1, height, width, torch.float32)
    return found


def albumentations(width, height):
    t = A.Erasing(p=1)
    t.set_random_seed(3)
    for _ in range(DRAWS):
        holes = t.get_params_dependent_on_data({"shape": (height, width, 3)}, {})["holes"]
        for left, top, right, bottom in holes:
            yield right - left, bottom - top, left


def summary(width, height, drawn):
    drawn = np.array(list(drawn), float)
    w, h, left = drawn.T
    inside = w < width
    values = {"area_frac": w * h / (width * height), "aspect": w / h,
              "left_frac": left[inside] / (width - w[inside])}
    quantiles = {k: {"mean": round(float(v.mean()), 6), "quantiles": [round(float(q), 6) for q in np.quantile(v, SHARES)]}
                 for k, v in values.items()}
    return {"width": width, "height": height, "count": len(drawn), **quantiles}


def main():
    random.seed(1)
    torch.manual_seed(1)
    laws = {law.__name__: [summary(w, h, law(w, h)) for w, h in SIZES] for law in (torchvision, timm, albumentations)}
    path = OUT / "erasing_laws.json"
    path.write_text(json.dumps({"quantiles": SHARES, "draws": DRAWS, **laws}, indent=1) + "\n")
    print(path.name, path.stat().st_size // 1024, "KB", file=sys.stderr)


if __name__ == "__main__":
    main()
