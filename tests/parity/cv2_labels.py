"""Writes goldens/labels.cv2.json: what albumentations 2.0.8 makes of boxes, keypoints and masks.

    python cv2_labels.py

The ops and their numbers are those of cv2_cases and cv2_rigid. Every case runs twice: the transform
alone, which shows coordinates before anything is clipped or removed, and in a Compose with its
defaults, which shows what is left.
"""

import albumentations as A
import numpy as np

import cv2_cases
import cv2_rigid
from cv2_common import BORDER, IMAGES, LIBRARY, MOVES, build, fill_of
from labels_common import annotations, indexed, rows, runs, write


def alone(t, shape):
    """The transform without a Compose: normalised boxes and [x, y, z, angle, scale] go in and out."""
    boxes, keypoints, mask = annotations(shape)
    h, w = shape[:2]
    boxes = indexed(boxes).astype(np.float32)
    boxes[:, :4] /= [w, h, w, h]
    points = [[x, y, 0, np.radians(a), s] for x, y, a, s in keypoints]
    out = t(image=np.zeros(shape, np.uint8), bboxes=boxes, keypoints=indexed(points).astype(np.float32), mask=mask)
    h, w = out["image"].shape[:2]
    boxes = np.array(out["bboxes"], float).reshape(-1, 5) * [w, h, w, h, 1]
    keypoints = np.array(out["keypoints"], float).reshape(-1, 6)[:, [0, 1, 3, 4, 5]]
    keypoints[:, 2] = np.degrees(keypoints[:, 2])
    return {"size": [w, h], "boxes": rows(boxes), "keypoints": rows(keypoints), "mask": runs(out["mask"])}


def composed(steps, shape, box_params=None, keypoint_params=None):
    """Boxes and keypoints that a Compose leaves."""
    boxes, keypoints, _ = annotations(shape)
    pipe = A.Compose(
        steps,
        bbox_params=A.BboxParams("pascal_voc", label_fields=["labels"], **(box_params or {})),
        keypoint_params=A.KeypointParams("xyas", label_fields=["names"], **(keypoint_params or {})),
        seed=1,
    )
    out = pipe(image=np.zeros(shape, np.uint8), bboxes=np.array(boxes), labels=list(range(len(boxes))),
               keypoints=np.array(keypoints), names=list(range(len(keypoints))))
    both = lambda values, names: rows([[*v, n] for v, n in zip(values, names)])
    return {"boxes": both(out["bboxes"], out["labels"]), "keypoints": both(out["keypoints"], out["names"])}


def kept(t, shape, alone):
    """Indices that are left, one an annotation, copies too; their numbers are those of the transform
    alone, clipped."""
    left = composed([t], shape)
    w, h = alone["size"]
    for kind, limits, turn in [("boxes", [w, h, w, h], 0), ("keypoints", None, 360)]:
        ours = np.array(alone[kind], float).reshape(-1, 5)
        if limits:
            ours[:, :4] = ours[:, :4].clip(0, limits)
        for row in np.array(left[kind], float):
            off = np.abs(ours - row)
            if turn:  # 360 degrees are 0
                off[:, 2] = np.minimum(off[:, 2], np.abs(turn - off[:, 2]))
            assert off.max(1).min() < 2e-4, (t, row)
    return {kind: [row[-1] for row in rows] for kind, rows in left.items()}


def methods():
    """rotate_method, and mirrored borders of ops whose pixel goldens have none."""
    for name in ["dark", "noise_grey", "tiny"]:
        fill = {"fill": fill_of(IMAGES[name]), "p": 1}
        for method in ["largest_box", "ellipse"]:
            for border in ["constant", "reflect"]:
                how = {"rotate_method": method, "border_mode": BORDER[border], **fill}
                said = {"rotate_method": method, "border": border}
                yield "rotate", name, {"angle_deg": -34, **said}, A.Rotate(limit=(-34, -34), **how)
                yield "safe_rotate", name, {"angle_deg": 61, **said}, A.SafeRotate(limit=(61, 61), **how)
                t = A.Affine(rotate=(12, 12), scale={"x": (0.7, 0.7), "y": (0.4, 0.4)}, shear={"x": (15, 15), "y": (0, 0)},
                             translate_px={"x": (3, 3), "y": (-2, -2)}, **how)
                yield "affine", name, {"angle_deg": 12, "scale_x": 0.7, "scale_y": 0.4, "shear_x_deg": 15,
                                       "translate_x_px": 3, "translate_y_px": -2, **said}, t
        t = A.Rotate(limit=(20, 20), crop_border=True, rotate_method="ellipse", **fill)
        if name != "tiny":
            yield "rotate", name, {"angle_deg": 20, "crop_border": True, "rotate_method": "ellipse"}, t
        h, w = IMAGES[name].shape[:2]
        for border in ["reflect", "reflect_101"]:
            t = A.PadIfNeeded(min_height=h + 7, min_width=w + 4, border_mode=BORDER[border], p=1)
            yield "pad_if_needed", name, {"min_height_px": h + 7, "min_width_px": w + 4, "border": border}, t


def cases():
    seen = set()
    plain = ("interpolation", "fill", "area_when_shrinking")  # what no label depends on
    for op, name, params, t in [*MOVES, *methods()]:
        op = {"resize_more": "resize", "rotate_crop": "rotate", "affine_fit": "affine"}.get(op, op)
        params = {k: v for k, v in params.items() if k not in plain}
        shape = IMAGES[name].shape
        if name in ("photo", "photo_even", "noise") or (key := (op, shape[:2], repr(params))) in seen:
            continue
        seen.add(key)
        made = alone(t, shape)
        if len(made["boxes"]) > 100:
            continue  # a pixel mirrored a hundred times says no more than one mirrored ten times
        yield {"op": op, "input": name, "params": params, **made, "kept": kept(t, shape, made)}


if __name__ == "__main__":
    build(cv2_cases.BUILDERS[:2] + [cv2_cases.resize, cv2_cases.horizontal_flip] + cv2_rigid.BUILDERS, [])
    made = list(cases())
    shapes = {c["input"]: IMAGES[c["input"]].shape for c in made}
    write("cv2", LIBRARY, shapes, made)
