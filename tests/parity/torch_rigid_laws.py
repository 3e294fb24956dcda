"""Writes goldens/rigid_laws.json: what the libraries draw for turns, crops, pads and perspective.

    python torch_rigid_laws.py

Each entry is a step, the fixed op and key it draws, and the quantiles of many of the library's own
draws, in augplay's numbers.
"""

import json
from pathlib import Path

import albumentations as A
import numpy as np
import torch
from albumentations.augmentations.geometric import functional as fgeometric
from torchvision.transforms import v2

N = 20_000
SHARES = [0.05, 0.25, 0.5, 0.75, 0.95]
SIZE = (83, 61)
CASES = []


def add(target, step, op, values, **extra):
    """values: key → list of numbers."""
    for key, list_ in values.items():
        numbers = np.asarray(list_, float)
        CASES.append({
            "target": target, "step": step, "op": op, "key": key,
            "quantiles": [round(float(q), 6) for q in np.quantile(numbers, SHARES, method="inverted_cdf")],
            "mean": round(float(numbers.mean()), 4), "sd": round(float(numbers.std()), 4), **extra,
        })


def albumentations(step, op, transform, read, boxes=None):
    """Boxes in px; a draw that the library itself cannot use is left out."""
    transform.set_random_seed(3)
    params = {"shape": (SIZE[1], SIZE[0], 3)}
    data, extra = {}, {}
    if boxes is not None:
        data = {"bboxes": np.array(boxes, np.float32).reshape(-1, 4) / (SIZE * 2)}
        extra = {"boxes": boxes}
    drawn = []
    for _ in range(N):
        both = {**transform.get_params(), **transform.get_params_dependent_on_data(params, data)}
        drawn.append(read(both))
    add("albumentations 2.0.8", step, op, {k: [d[k] for d in drawn] for k in drawn[0]}, **extra)


def crop_of(p):
    x0, y0, x1, y1 = p["crop_coords"]
    return {"x_px": x0, "width_px": x1 - x0, "y_px": y0, "height_px": y1 - y0}


def perspective():
    """The corners in order, before the matrix is made of them."""
    seen = []
    order = fgeometric.order_points

    def spy(points):
        seen.append(order(points))
        return seen[-1]

    fgeometric.order_points = spy
    t = A.Perspective(scale=(0.05, 0.3), p=1)

    def read(p):
        corners = seen[-1].flatten()
        keys = {f"from_px.{i}": corners[i] for i in [0, 3, 4, 7]}
        return {**keys, "canvas_width_px": p["max_width"], "canvas_height_px": p["max_height"]}

    albumentations("{op: perspective, scale: [0.05, 0.3]}", "perspective_warp", t, read)
    fgeometric.order_points = order


def boxed():
    one, three = [[10, 20, 30, 40]], [[10, 20, 30, 40], [25, 5, 60, 22], [50, 50, 70, 55]]
    for boxes in ([], one, three):
        albumentations("{op: bbox_safe_random_crop, erosion_frac: 0.3}", "crop", A.BBoxSafeRandomCrop(erosion_rate=0.3),
                       crop_of, boxes)
        t = A.AtLeastOneBBoxRandomCrop(height=20, width=35, erosion_factor=0.4)
        albumentations("{op: at_least_one_bbox_random_crop, width_px: 35, height_px: 20, erosion_frac: 0.4}", "crop", t,
                       crop_of, boxes)


def torchvision():
    torch.manual_seed(5)
    image = torch.zeros(3, SIZE[1], SIZE[0], dtype=torch.uint8)
    ends = []
    import torchvision.transforms.v2._geometry as g

    solve, g._get_perspective_coeffs = g._get_perspective_coeffs, lambda start, end: ends.append(sum(end, []))
    t = v2.RandomPerspective(0.7, p=1)
    for _ in range(N):
        t.make_params([image])
    g._get_perspective_coeffs = solve
    add("torchvision 0.29 tensor", "{op: perspective, distortion_scale: 0.7}", "perspective_warp",
        {f"to_px.{i}": [e[i] for e in ends] for i in [0, 3, 4, 7]})
    t = v2.RandomCrop((30, 90), padding=[1, 2, 3, 4], pad_if_needed=True)
    drawn = [t.make_params([image]) for _ in range(N)]
    add("torchvision 0.29 tensor",
        "{op: random_crop, width_px: 90, height_px: 30, pad_if_needed: true, pad_left_px: 1, pad_top_px: 2, "
        "pad_right_px: 3, pad_bottom_px: 4}", "crop",
        {"x_px": [d["left"] for d in drawn], "y_px": [d["top"] for d in drawn]})
    t = v2.RandomZoomOut(side_range=(1.2, 3.1), p=1)
    drawn = [t.make_params([image])["padding"] for _ in range(N)]
    add("torchvision 0.29 tensor", "{op: random_zoom_out, canvas_scale: [1.2, 3.1]}", "pad",
        {k: [d[i] for d in drawn] for i, k in enumerate(["left_px", "top_px", "right_px", "bottom_px"])})
    t = v2.ScaleJitter((50, 60), scale_range=(0.3, 1.9))
    drawn = [t.make_params([image])["size"] for _ in range(N)]
    add("torchvision 0.29 tensor", "{op: scale_jitter, width_px: 50, height_px: 60, scale: [0.3, 1.9]}", "resize",
        {"width_px": [d[1] for d in drawn], "height_px": [d[0] for d in drawn]})


def main():
    albumentations("{op: random_crop_from_borders, left_frac: 0.3, right_frac: 0.6, top_frac: 0, bottom_frac: 0.2}",
                   "crop", A.RandomCropFromBorders(crop_left=0.3, crop_right=0.6, crop_top=0, crop_bottom=0.2), crop_of)
    albumentations("{op: random_crop, width_px: 30, height_px: 60}", "crop", A.RandomCrop(height=60, width=30), crop_of)
    albumentations("{op: pad_if_needed, min_width_px: 100, min_height_px: 62, position: random}", "pad",
                   A.PadIfNeeded(min_height=62, min_width=100, position="random"),
                   lambda p: {f"{s}_px": p[f"pad_{s}"] for s in ["left", "top", "right", "bottom"]})
    albumentations("{op: affine, scale: [0.5, 3], balanced_scale: true}", "affine",
                   A.Affine(scale=(0.5, 3), keep_ratio=True, balanced_scale=True),
                   lambda p: {"scale": p["scale"]["x"]})

    def padded(p):
        top, bottom, left, right = p["pad_params"] or [0] * 4
        return {"left_px": left, "top_px": top, "right_px": right, "bottom_px": bottom}

    albumentations("{op: crop_and_pad, amount_frac: [0.05, 0.3]}", "pad", A.CropAndPad(percent=(0.05, 0.3)), padded)
    albumentations("{op: random_sized_crop, crop_height_px: [20, 80], aspect_ratio: 1.4}", "crop",
                   A.RandomSizedCrop(min_max_height=(20, 80), size=(50, 50), w2h_ratio=1.4), crop_of)
    boxed()
    perspective()
    torchvision()
    out = {"shares": SHARES, "size": SIZE, "cases": CASES}
    path = Path(__file__).parent / "goldens/rigid_laws.json"
    path.write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
