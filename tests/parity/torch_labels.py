"""Writes goldens/labels.torch.json: what torchvision 0.29 makes of boxes, keypoints and masks.

    python torch_labels.py

The ops and their numbers are those of pil_cases and pil_rigid: tv_tensors go through the same kernels
whether the picture is Pillow's or a tensor. Boxes are recorded with clamping switched off; that the
default gives the same, clamped, is asserted. Nothing is ever removed.
"""

import math

import torch
from torchvision import tv_tensors
from torchvision.transforms.v2 import functional as F

import pil_cases
import pil_common
import pil_rigid
from labels_common import annotations, rows, runs, write
from pil_common import IMAGES

NAMES = ["dark", "noise_grey", "one", "row", "column", "tiny", "square", "gradient"]


def moved(move, params, shape):
    boxes, keypoints, mask = annotations(shape)
    size = shape[:2]
    loose, soft = (
        move(tv_tensors.BoundingBoxes(torch.tensor(boxes, dtype=torch.float32), format="XYXY", canvas_size=size,
                                      clamping_mode=mode), params)
        for mode in (None, "soft")
    )
    h, w = loose.canvas_size
    limits = torch.tensor([w, h, w, h])
    plain = lambda t: t.as_subclass(torch.Tensor)
    assert torch.allclose(plain(soft), plain(loose).clamp(torch.tensor(0), limits), rtol=0, atol=1e-4), params
    points = torch.tensor([k[:2] for k in keypoints], dtype=torch.float32)
    points = move(tv_tensors.KeyPoints(points, canvas_size=size), params)
    mask = move(tv_tensors.Mask(torch.from_numpy(mask)[None]), params)[0]
    indexed = lambda values: rows([*v, i] for i, v in enumerate(values.tolist()))
    return {"size": [w, h], "boxes": indexed(loose), "keypoints": indexed(points), "mask": runs(mask),
            **({"mask_size": list(mask.shape[::-1])} if mask.shape != (h, w) else {})}


def named(op, params, size):
    """augplay's own op and parameters; nothing where they cannot be said."""
    params = {k: v for k, v in params.items() if k not in ("interpolation", "fill", "antialias")}
    kind, _, axis = op.rpartition("_")
    if kind == "shear":
        return kind, {f"{axis}_frac": params["share"]}
    if kind == "translate":
        # Whole px in the middle of what is cut off to them.
        px = int(params["shift_px"])
        share = (px + math.copysign(0.5, px)) / size["xy".index(axis)]
        return (kind, {f"{axis}_frac": share}) if abs(share) <= 2 else None
    return {"resize_more": "resize", "rotate_expand": "rotate"}.get(op, op), params


def cases():
    seen = set()
    for op, cases, move in pil_common.MOVES:
        for names, params, _ in cases:
            for name in names:
                shape = IMAGES[name].shape
                said = named(op, params, shape[1::-1])
                # torchvision moves no boxes where a border continues the picture.
                if name not in NAMES or said is None or params.get("border", "constant") != "constant":
                    continue
                if (key := (said[0], shape[:2], repr(said[1]))) in seen:
                    continue
                seen.add(key)
                yield {"op": said[0], "input": name, "params": said[1], **moved(move, params, shape)}


def center_crop():
    crops = [(17, 10), (51, 33), (44, 60), (42, 31)]
    move = lambda t, p: F.center_crop(t, [p["height_px"], p["width_px"]])
    sets = [(["dark", "noise_grey", "tiny"], {"width_px": w, "height_px": h}, None) for w, h in crops]
    pil_common.MOVES.append(("center_crop", sets, move))


def pipelines():
    """Boxes are clamped after every step that can push them out, and stay."""
    steps = [
        ("{op: crop, x_px: 6, y_px: 9, width_px: 22, height_px: 17}", lambda t: F.crop(t, 9, 6, 17, 22)),
        ("{op: rotate, angle_deg: 33}", lambda t: F.rotate(t, 33)),
        ("{op: resize, width_px: 50, height_px: 44}", lambda t: F.resize(t, [44, 50])),
        ("{op: horizontal_flip}", F.horizontal_flip),
        ("{op: pad, left_px: 3, top_px: 4}", lambda t: F.pad(t, [3, 4, 0, 0])),
    ]
    for order in [(0, 1, 2), (1, 0, 3), (0, 4, 1), (2, 1, 0, 1, 3)]:
        for name in ["dark", "noise_grey"]:
            shape = IMAGES[name].shape
            boxes, keypoints, _ = annotations(shape)
            boxes = tv_tensors.BoundingBoxes(torch.tensor(boxes, dtype=torch.float32), format="XYXY",
                                             canvas_size=shape[:2])
            points = tv_tensors.KeyPoints(torch.tensor([k[:2] for k in keypoints], dtype=torch.float32),
                                          canvas_size=shape[:2])
            for i in order:
                boxes, points = steps[i][1](boxes), steps[i][1](points)
            indexed = lambda values: rows([*v, i] for i, v in enumerate(values.tolist()))
            text = f"augplay: 1\ntarget: torchvision 0.29 tensor\nsteps: [{', '.join(steps[i][0] for i in order)}]"
            yield {"policy": text, "input": name, "boxes": indexed(boxes), "keypoints": indexed(points)}


if __name__ == "__main__":
    pil_common.PIXELS = False
    for builder in [pil_cases.rotate, pil_cases.affine, pil_cases.policy_affines, pil_cases.resize, pil_cases.crop,
                    pil_cases.flips, pil_rigid.pad, pil_rigid.sizes, pil_rigid.perspective, pil_rigid.rotate_expand]:
        builder()
    center_crop()
    made = list(cases())
    library = {k: v for k, v in pil_common.LIBRARY.items() if k != "Pillow"}
    write("torch", {"torch": torch.__version__, **library}, {c["input"]: IMAGES[c["input"]].shape for c in made}, made,
          list(pipelines()))
