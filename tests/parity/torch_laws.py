"""Writes goldens/laws.json: torchvision's laws of chance, as tables and as summaries of its draws.

Run with torchvision 0.29 and albumentations 2.0.8:  python tests/parity/torch_laws.py

"rand_augment", "trivial_augment_wide", "auto_augment" and "augmix" hold, for every op in the order the op is drawn from and every
magnitude bin, the unsigned magnitude (a float32, printed exactly) and what is handed to the op:

    shear      degrees(atan(magnitude)), about the image's upper left corner
    translate  int(magnitude) px, towards zero; the sign is taken before
    rotate     degrees, counter-clockwise
    factor     1 + magnitude (Brightness, Color, Contrast, Sharpness)
    bits       Posterize;  threshold  255 * magnitude, Solarize

"signed" ops turn the magnitude around when a uniform draw is at most 0.5. RandAugment draws the
op before each of its num_ops turns, uniform and with replacement; magnitude is the bin.
"random_resized_crop" holds quantiles over many draws: of area over the image's area, of
width over height, and of the corner's position within its free range.
"""

import json
import math
from pathlib import Path

import albumentations as A
import numpy as np
import torch
import torchvision
from torchvision.transforms import AutoAugmentPolicy, v2

SIZES = [(224, 224), (320, 240)]
DRAWS = 20_000
QUANTILES = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]


def handed(op, m):
    """What the op is called with for a magnitude, as _apply_image_or_video_transform does it."""
    if op.startswith("Shear"):
        return math.degrees(math.atan(m))
    if op.startswith("Translate"):
        return int(m)
    if op == "Posterize":
        return int(m)
    if op == "Solarize":
        return 255 * m
    if op in ("Brightness", "Color", "Contrast", "Sharpness"):
        return 1.0 + m
    return m


def table(space, bins, width, height):
    rows = []
    for op, (magnitudes_of, signed) in space.items():
        magnitudes = magnitudes_of(bins, height, width)
        row = {"op": op, "signed": signed}
        if magnitudes is not None:
            row["magnitude"] = [float(m) for m in magnitudes]
            row["value"] = [handed(op, m) for m in row["magnitude"]]
            if signed:
                row["value_negative"] = [handed(op, -m) for m in row["magnitude"]]
        rows.append(row)
    return {"width": width, "height": height, "ops": rows}


def quantiles(values):
    return [round(float(v), 6) for v in np.quantile(np.array(values), QUANTILES)]


def random_resized_crop(width, height):
    torch.manual_seed(0)
    law = v2.RandomResizedCrop(224)
    image = torch.empty(3, height, width, dtype=torch.uint8)
    area, aspect, left, top, whole = [], [], [], [], 0
    for _ in range(DRAWS):
        p = law.make_params([image])
        w, h = p["width"], p["height"]
        area.append(w * h / (width * height))
        aspect.append(w / h)
        left.append(p["left"] / (width - w) if width > w else 0.5)
        top.append(p["top"] / (height - h) if height > h else 0.5)
        whole += (w, h) == (width, height)
    return {
        "width": width,
        "height": height,
        "draws": DRAWS,
        "area_frac": {"mean": float(np.mean(area)), "quantiles": quantiles(area)},
        "aspect": {"mean": float(np.mean(aspect)), "quantiles": quantiles(aspect)},
        "left_frac": {"mean": float(np.mean(left)), "quantiles": quantiles(left)},
        "top_frac": {"mean": float(np.mean(top)), "quantiles": quantiles(top)},
        "whole_image_share": whole / DRAWS,
    }


def fallbacks():
    """Images so long that all ten tries fail: the central crop. [w, h, left, top, width, height]"""
    rows = []
    for w, h in [(640, 20), (20, 640), (1, 300), (300, 1), (1001, 33)]:
        law = v2.RandomResizedCrop(224, scale=(0.9, 1.0))
        p = law.make_params([torch.empty(3, h, w, dtype=torch.uint8)])
        rows.append([w, h, p["left"], p["top"], p["width"], p["height"]])
    return rows


def augmix_weights():
    """Means and variances of the weights [original, chains...] over many draws."""
    torch.manual_seed(0)
    mix = v2.AugMix()
    m = mix._sample_dirichlet(torch.tensor([1.0, 1.0]).expand(DRAWS, -1))
    chains = mix._sample_dirichlet(torch.tensor([1.0] * 3).expand(DRAWS, -1)) * m[:, 1:]
    weights = torch.cat([m[:, :1], chains], 1).numpy()
    return {"draws": DRAWS, "mean": weights.mean(0).tolist(), "variance": weights.var(0).tolist()}


def elastic():
    """Root mean square of ElasticTransform's displacement, px, away from the borders."""
    torch.manual_seed(0)
    rows = []
    for alpha, sigma in [(50.0, 5.0), (120.0, 3.0), (30.0, 1.0)]:
        d = v2.ElasticTransform(alpha=alpha, sigma=sigma).make_params([torch.empty(3, 600, 800)])["displacement"]
        px = d[0, 60:-60, 60:-60] * torch.tensor([400.0, 300.0])
        law = {"library": "torchvision", "values": "uniform", "alpha": alpha, "sigma": sigma}
        rows.append({**law, "rms_px": px.square().mean((0, 1)).sqrt().tolist()})
    for values, alpha, sigma in [("gaussian", 300.0, 5.0), ("uniform", 60.0, 3.0)]:
        law = A.ElasticTransform(alpha=alpha, sigma=sigma, noise_distribution=values)
        law.set_random_seed(0)
        p = law.get_params_dependent_on_data({"shape": (600, 800, 3)}, {})
        y, x = np.mgrid[0:600, 0:800]
        inner = [(p[k] - still)[60:-60, 60:-60] for k, still in (("map_x", x), ("map_y", y))]
        rms = [float(np.sqrt(np.square(d).mean())) for d in inner]
        rows.append({"library": "albumentations", "values": values, "alpha": alpha, "sigma": sigma, "rms_px": rms})
    return rows


def main():
    out = {
        "library": {"torch": torch.__version__, "torchvision": torchvision.__version__, "albumentations": A.__version__},
        "rand_augment": {
            "bins": 31,
            "interpolation": "nearest",
            "fill": None,
            "sizes": [table(v2.RandAugment._AUGMENTATION_SPACE, 31, w, h) for w, h in SIZES],
        },
        "trivial_augment_wide": {
            "bins": 31,
            "sizes": [table(v2.TrivialAugmentWide._AUGMENTATION_SPACE, 31, w, h) for w, h in SIZES],
        },
        "auto_augment": {
            "bins": 10,
            "policies": {p.value: v2.AutoAugment(p)._policies for p in AutoAugmentPolicy},
            "sizes": [table(v2.AutoAugment._AUGMENTATION_SPACE, 10, w, h) for w, h in SIZES],
        },
        "augmix": {
            "bins": 10,
            "severity": 3,
            "interpolation": "bilinear",
            "fill": None,
            "chain_depth": [1, 2, 3],
            "weights": augmix_weights(),
            "sizes": [table(v2.AugMix._AUGMENTATION_SPACE, 10, w, h) for w, h in SIZES],
        },
        "random_resized_crop": {
            "scale": [0.08, 1.0],
            "ratio": [3 / 4, 4 / 3],
            "log_ratio_float32": [float(v) for v in v2.RandomResizedCrop(224)._log_ratio],
            "quantiles": QUANTILES,
            "sizes": [random_resized_crop(83, 61), random_resized_crop(640, 480), random_resized_crop(300, 100)],
            "fallback": fallbacks(),
        },
        "color_jitter": {"order": ["brightness", "contrast", "saturation", "hue"], "order_law": "uniform permutation"},
        "elastic_transform": elastic(),
    }
    path = Path(__file__).parent / "goldens" / "laws.json"
    text = json.dumps(out, indent=1)
    path.write_text(text + "\n")
    print(path.name, len(text) // 1024, "KB")


if __name__ == "__main__":
    main()
