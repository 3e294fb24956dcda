"""Writes goldens/annotation_laws.json: what the libraries draw where they look at boxes and masks, and
what they keep of boxes and keypoints for given numbers.

    python torch_annotation_laws.py

"cases" are as in torch_rigid_laws.py. "kept" holds policies without chance, with the annotations that
the library leaves.
"""

import json
from pathlib import Path

import albumentations as A
import numpy as np
import torch
from torchvision import tv_tensors
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional as F

from torch_rigid_laws import CASES, N, SHARES, SIZE, add, crop_of

W, H = SIZE
THREE = [[10, 20, 30, 40], [25, 5, 60, 22], [50, 50, 70, 55]]
# Rectangles x, y, width, height and a label; later ones lie over earlier ones.
PATCHES = [[5, 5, 8, 4, 1], [13, 9, 3, 3, 1], [40, 30, 20, 2, 2], [60, 50, 4, 9, 2], [70, 3, 1, 1, 9]]
KEPT = []


def mask_of(patches):
    mask = np.zeros((H, W), np.uint16)
    for x, y, w, h, label in patches:
        mask[y:y + h, x:x + w] = label
    return mask


def drawn(step, op, transform, read, data, **extra):
    transform.set_random_seed(3)
    params = {"shape": (H, W, 3)}
    got = [read(transform.get_params_dependent_on_data(params, data)) for _ in range(N)]
    add("albumentations 2.0.8", step, op, {k: [g[k] for g in got] for k in got[0]}, **extra)


def near():
    for y, x in [(0, 0.3), (0.25, 0.45), (1, 1)]:
        step = f"{{op: random_crop_near_bbox, shift_y_frac: {y}, shift_x_frac: {x}}}"
        t = A.RandomCropNearBBox(max_part_shift=(y, x))
        drawn(step, "crop", t, crop_of, {"cropping_bbox": THREE[1]}, boxes=THREE[1:2])


def on_masks():
    for labels in [[], [2]]:
        step = f"{{op: crop_non_empty_mask_if_exists, width_px: 20, height_px: 15, ignore_labels: {labels}}}"
        t = A.CropNonEmptyMaskIfExists(height=15, width=20, ignore_values=labels or None)
        for patches in ([], PATCHES):
            drawn(step, "crop", t, crop_of, {"mask": mask_of(patches)}, masks=[patches])
    two = [PATCHES[:2], PATCHES[2:]]
    t = A.CropNonEmptyMaskIfExists(height=15, width=20)
    drawn("{op: crop_non_empty_mask_if_exists, width_px: 20, height_px: 15}", "crop", t, crop_of,
          {"masks": [mask_of(p) for p in two]}, masks=two)
    covered = lambda p: {"covered_px": int(p["dropout_mask"].sum())}
    for low, high in [(1, 1), (1, 3), (4, 9)]:
        law = low if low == high else [low, high]
        drawn(f"{{op: mask_dropout, objects: {law}}}", "erase_region", A.MaskDropout(max_objects=(low, high)), covered,
              {"mask": mask_of(PATCHES)}, masks=[PATCHES])


def boxes_of(boxes):
    return tv_tensors.BoundingBoxes(torch.tensor(boxes, dtype=torch.float32), format="XYXY", canvas_size=(H, W))


def overlapping():
    image = torch.zeros(3, H, W, dtype=torch.uint8)
    whole = {"left": 0, "top": 0, "width": W, "height": H}
    for keys, options in [
        ("", {}),
        (", side_frac: [0.5, 0.9], min_aspect_ratio: 0.8, min_overlaps: [0.1, 1], trials: 3",
         dict(min_scale=0.5, max_scale=0.9, min_aspect_ratio=0.8, sampler_options=[0.1, 1.0], trials=3)),
        (", min_overlaps: [0.2]", dict(sampler_options=[0.2])),
    ]:
        for boxes in [THREE[:1], THREE]:
            torch.manual_seed(5)
            t = v2.RandomIoUCrop(**options)
            got = [t.make_params([image, boxes_of(boxes)]) or whole for _ in range(N // 4)]
            names = {"x_px": "left", "y_px": "top", "width_px": "width", "height_px": "height"}
            add("torchvision 0.29 tensor", f"{{op: random_iou_crop{keys}}}", "crop",
                {k: [g[name] for g in got] for k, name in names.items()}, boxes=boxes)


def keep(target, policy, boxes, points, kept_boxes, kept_points):
    KEPT.append({
        "target": target, "policy": policy, "boxes": boxes, "points": points,
        "kept_boxes": [[int(i), *np.round(np.asarray(b, float), 5).tolist()] for i, b in kept_boxes],
        "kept_points": [[int(i), *np.round(np.asarray(p, float), 5).tolist()] for i, p in kept_points],
    })


def sanitized():
    boxes = [[0, 0, W, H], [-0.5, 3, 9, 9], [3, 3, 3.9, 9], [3, 3, 4, 9], [3, 3, 5.1, 5.1], [80, 50, 83.5, 61],
             [9, 9, 4, 20], [7.1, 7.1, 8.1, 8.1], [60, 60, 83, 61]]
    points = [[0, 0], [-0.1, 4], [82.9, 60.9], [83, 3], [4, 61], [40, 30]]
    for size, area in [(1, 1), (2, 1), (1, 5)]:
        for clamp in [False, True]:
            given = boxes_of(boxes)
            if clamp:
                given = F.clamp_bounding_boxes(given)
            left, valid = F.sanitize_bounding_boxes(given, min_size=size, min_area=area)
            steps = "{op: clamp_bounding_boxes}, " if clamp else ""
            steps += f"{{op: sanitize_bounding_boxes, min_size_px: {size}, min_area_px: {area}}}, {{op: sanitize_keypoints}}"
            left_points, valid_points = F.sanitize_keypoints(
                tv_tensors.KeyPoints(torch.tensor(points, dtype=torch.float32), canvas_size=(H, W)))
            keep("torchvision 0.29 tensor", f"steps: [{steps}]", boxes, points,
                 zip(valid.nonzero().flatten(), left), zip(valid_points.nonzero().flatten(), left_points))


def centred():
    """A crop of RandomIoUCrop with given numbers: its boxes, and those that a sanitize leaves."""
    boxes, points = [*THREE, [20, 20, 40, 50], [0, 0, 40, 60], [24, 10, 26, 30]], [[22, 22], [1, 1]]
    x, y, w, h = 20, 15, 31, 40

    class Given(v2.RandomIoUCrop):
        def make_params(self, flat_inputs):
            b = get(flat_inputs)
            cx, cy = (b[:, 0] + b[:, 2]) / 2, (b[:, 1] + b[:, 3]) / 2
            inside = (x < cx) & (cx < x + w) & (y < cy) & (cy < y + h)
            return dict(top=y, left=x, height=h, width=w, is_within_crop_area=inside)

    get = lambda flat: next(i for i in flat if isinstance(i, tv_tensors.BoundingBoxes)).as_subclass(torch.Tensor)
    image = torch.zeros(3, H, W, dtype=torch.uint8)
    _, out = Given()(image, boxes_of(boxes))
    step = f"{{op: crop, x_px: {x}, y_px: {y}, width_px: {w}, height_px: {h}, centred_boxes: true}}"
    moved = [[p[0] - x, p[1] - y] for p in points]
    keep("torchvision 0.29 tensor", f"steps: [{step}]", boxes, points, enumerate(out), enumerate(moved))
    left, valid = F.sanitize_bounding_boxes(out)
    keep("torchvision 0.29 tensor", f"steps: [{step}, {{op: sanitize_bounding_boxes}}]", boxes, points,
         zip(valid.nonzero().flatten(), left), enumerate(moved))


def filtered():
    """What Compose keeps after crops, flips and pads: its filters run after every step."""
    boxes = [*THREE, [30, 20, 40, 40], [0, 0, 83, 61], [18.5, 31.5, 21, 33], [2, 2, 12, 14], [60, 1, 64, 50]]
    points = [[12, 22], [15, 10], [64.9, 49.9], [65, 20], [40, 9.9]]
    transforms = [A.Crop(x_min=15, y_min=10, x_max=65, y_max=50, p=1), A.HorizontalFlip(p=1),
                  A.Pad(padding=(3, 0, 5, 2), p=1), A.Crop(x_min=0, y_min=3, x_max=40, y_max=30, p=1)]
    steps = ("[{op: crop, x_px: 15, y_px: 10, width_px: 50, height_px: 40}, {op: horizontal_flip}, "
             "{op: pad, left_px: 3, right_px: 5, bottom_px: 2}, "
             "{op: crop, x_px: 0, y_px: 3, width_px: 40, height_px: 27}]")
    image = np.zeros((H, W, 3), np.uint8)
    for area, share, width, height, ratio in [(0, 0, 0, 0, None), (100, 0, 0, 0, None), (0, 0.5, 0, 0, None),
                                              (0, 0, 9, 0, None), (0, 0, 0, 8, None), (0, 0, 0, 0, 2.5)]:
        for outside in [True, False]:
            pipe = A.Compose(
                transforms,
                bbox_params=A.BboxParams("pascal_voc", label_fields=["ids"], min_area=area, min_visibility=share,
                                         min_width=width, min_height=height, max_accept_ratio=ratio),
                keypoint_params=A.KeypointParams("xy", label_fields=["names"], remove_invisible=outside),
            )
            out = pipe(image=image, bboxes=boxes, ids=list(range(len(boxes))), keypoints=points,
                       names=list(range(len(points))))
            aspect = f", max_aspect_ratio: {ratio}" if ratio else ""
            policy = (f"boxes: {{min_area_px: {area}, min_visibility: {share}, min_width_px: {width}, "
                      f"min_height_px: {height}{aspect}}}\nkeypoints: {{remove_outside: {str(outside).lower()}}}\n"
                      f"steps: {steps}")
            keep("albumentations 2.0.8", policy, boxes, points, zip(out["ids"], out["bboxes"]),
                 zip(out["names"], out["keypoints"]))


def regions():
    image = np.zeros((H, W, 3), np.uint8)
    patches = [[10, 20, 9, 21, 1], [19, 20, 11, 12, 1], [24, 5, 36, 17, 1]]
    boxes = [*THREE, [30, 20, 40, 40], [23.4, 4.6, 60.3, 22.2], [0, 0, 83, 61], [18.5, 31.5, 21, 33]]
    points = [[12, 22], [18.99, 39.9], [19, 32], [30, 21], [23.99, 5], [24, 21.99], [24, 22], [0, 0]]
    mask = mask_of(patches)
    for area, share, outside in [(0, 0, True), (1, 0, True), (120, 0, True), (0, 0.3, False), (0, 0.6, True)]:
        pipe = A.Compose(
            [A.MaskDropout(max_objects=(9, 9), p=1)],
            bbox_params=A.BboxParams("pascal_voc", label_fields=["ids"], min_area=area, min_visibility=share),
            keypoint_params=A.KeypointParams("xy", label_fields=["names"], remove_invisible=outside),
        )
        out = pipe(image=image, mask=mask, bboxes=boxes, ids=list(range(len(boxes))), keypoints=points,
                   names=list(range(len(points))))
        rects = [p[:4] for p in patches]
        policy = (f"boxes: {{min_area_px: {area}, min_visibility: {share}}}\n"
                  f"keypoints: {{remove_outside: {str(outside).lower()}}}\n"
                  f"steps: [{{op: erase_region, rects_px: {rects}}}]")
        keep("albumentations 2.0.8", policy, boxes, points, zip(out["ids"], out["bboxes"]),
             zip(out["names"], out["keypoints"]))


def main():
    CASES.clear()
    near()
    on_masks()
    overlapping()
    sanitized()
    centred()
    filtered()
    regions()
    out = {"shares": SHARES, "size": SIZE, "cases": CASES, "kept": KEPT}
    path = Path(__file__).parent / "goldens/annotation_laws.json"
    path.write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
