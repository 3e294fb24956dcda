"""Writes goldens/labels.cv2.json: what albumentations 2.0.8 makes of boxes, keypoints and masks.

    python cv2_labels.py

The ops and their numbers are those of cv2_cases and cv2_rigid. Every case runs twice: the transform
alone, which shows coordinates before anything is clipped or removed, and in a Compose with its
defaults, which shows what is left.
"""

import albumentations as A
import numpy as np

import cv2_cases
import cv2_noise
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


CROP = "{op: crop, x_px: 6, y_px: 9, width_px: 22, height_px: 17}", lambda: A.Crop(6, 9, 28, 26, p=1)
CORNER = "{op: crop, width_px: 20, height_px: 12}", lambda: A.Crop(0, 0, 20, 12, p=1)
ROTATE = "{op: rotate, angle_deg: 33}", lambda: A.Rotate(limit=(33, 33), p=1)
ELLIPSE = ("{op: rotate, angle_deg: -20, rotate_method: ellipse, border: reflect_101}",
           lambda: A.Rotate(limit=(-20, -20), rotate_method="ellipse", border_mode=BORDER["reflect_101"], p=1))
RESIZE = "{op: resize, width_px: 50, height_px: 44}", lambda: A.Resize(44, 50, p=1)
SHRINK = "{op: longest_max_size, size_px: 15}", lambda: A.LongestMaxSize(15, p=1)
FLIP = "{op: horizontal_flip}", lambda: A.HorizontalFlip(p=1)
NEVER = "{op: vertical_flip, p: 0}", lambda: A.VerticalFlip(p=0)
TONES = "{op: invert}", lambda: A.InvertImg(p=1)
MIRROR = ("{op: pad, left_px: 3, top_px: 4, right_px: 5, bottom_px: 6, border: reflect}",
          lambda: A.Pad(padding=(3, 4, 5, 6), border_mode=BORDER["reflect"], p=1))
HOLES = ("{op: erase, rects_px: [[5, 3, 12, 9], [0, 14, 9, 30]]}",
         lambda: cv2_noise.Holes([[5, 3, 17, 12], [0, 14, 9, 44]]))
TILES = [[0, 0, 22, 25], [0, 25, 22, 50], [22, 0, 44, 25], [22, 25, 44, 50]]
SHUFFLE = ("{op: move_tiles, from_px: [[0, 0, 25, 22], [25, 0, 25, 22], [0, 22, 25, 22], [25, 22, 25, 22]],"
           " to_px: [[0, 22, 25, 22], [0, 0, 25, 22], [25, 22, 25, 22], [25, 0, 25, 22]]}",
           lambda: cv2_noise.Shuffle(TILES, [2, 0, 3, 1]))
SHIFT = ("{op: affine, angle_deg: 0, translate_x_frac: 0, translate_y_frac: 0, translate_x_px: 9, translate_y_px: -7, scale: 1}",
         lambda: A.Affine(translate_px={"x": 9, "y": -7}, p=1))
ORDERS = [[CROP, ROTATE, RESIZE], [CORNER, ROTATE, TONES], [CORNER, TONES, ROTATE], [ROTATE, CROP, FLIP],
          [SHIFT, CROP, RESIZE], [RESIZE, HOLES, CROP], [MIRROR, CORNER, ROTATE], [CROP, ELLIPSE, SHRINK],
          [NEVER, TONES, NEVER], [SHRINK, FLIP, SHIFT], [RESIZE, SHUFFLE, CROP]]
BOXES = [{}, {"min_area": 30}, {"min_visibility": 0.5}, {"min_visibility": 0.999999}, {"min_width": 4, "min_height": 3},
         {"max_accept_ratio": 1.5}, {"min_area": 8, "min_visibility": 0.2, "max_accept_ratio": 4}]
OURS = {"min_area": "min_area_px", "min_width": "min_width_px", "min_height": "min_height_px",
        "max_accept_ratio": "max_aspect_ratio"}


def pipelines():
    """Three steps in a Compose that filters after each, and what is left."""
    for i, order in enumerate(ORDERS):
        for j, rules in enumerate(BOXES):
            name = ["dark", "noise_grey"][(i + j) % 2]
            steps, outside = [make() for _, make in order], j % 3 == 1
            keypoint_params = {"remove_invisible": not outside}
            if outside and any(step in (MIRROR, ELLIPSE) for step in order):
                continue  # mirror images of keypoints beyond the picture: augplay makes none
            said = ", ".join(f"{OURS.get(k, k)}: {v}" for k, v in rules.items())
            text = (f"augplay: 1\ntarget: albumentations 2.0.8\nboxes: {{{said}}}\n"
                    f"keypoints: {{remove_outside: {str(not outside).lower()}}}\n"
                    f"steps: [{', '.join(said for said, _ in order)}]")
            yield {"policy": text, "input": name,
                   **composed(steps, IMAGES[name].shape, rules, keypoint_params)}


def cases():
    seen = set()
    plain = ("interpolation", "fill", "area_when_shrinking")  # what no label depends on
    for op, name, params, t in [*MOVES, *methods()]:
        op = {"resize_more": "resize", "rotate_crop": "rotate", "affine_fit": "affine"}.get(op, op)
        params = {k: v for k, v in params.items() if k not in plain}
        shape = IMAGES[name].shape
        if op == "perspective_warp" and name == "one":
            continue  # at the horizon single precision shows
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
    write("cv2", LIBRARY, shapes, made, list(pipelines()))
