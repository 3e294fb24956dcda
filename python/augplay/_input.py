"""Pictures and annotations as people have them, in the form the core takes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._failure import refuse

Array = NDArray[Any]


@dataclass(frozen=True)
class Given:
    """What the core takes, and what is needed to give results back in the input's own form."""

    core: tuple[NDArray[np.uint8], NDArray[np.uint8] | None, list[NDArray[np.uint16]], int, str]
    # The picture came from Pillow.
    pil: bool
    # It had no channel axis.
    flat: bool
    dtypes: list[np.dtype[Any]]
    classes: int


def given(
    image: Any,
    boxes: Any = None,
    labels: Sequence[str] | None = None,
    keypoints: Any = None,
    masks: Any = None,
    objects: Any = None,
) -> Given:
    """Reads a sample."""
    pil = not isinstance(image, np.ndarray) and hasattr(image, "getbands")
    if pil and image.mode not in ("L", "LA", "RGB", "RGBA"):
        raise refuse("image", "must be of mode L, LA, RGB or RGBA; convert it first", value=f"mode {image.mode}")
    pixels = np.asarray(image)
    if pixels.dtype != np.uint8:
        raise refuse("image", "must hold levels from 0 to 255 as uint8", value=pixels.dtype)
    flat = pixels.ndim == 2
    if flat:
        pixels = pixels[:, :, None]
    if pixels.ndim != 3 or pixels.shape[2] not in ((1, 2, 3, 4) if pil else (1, 3, 4)):
        what = "must be rows × columns, or rows × columns × 1, 3 or 4 channels"
        raise refuse("image", what, value=f"shape {np.shape(image)}")
    alpha = None
    if pixels.shape[2] in (2, 4):
        pixels, alpha = pixels[:, :, :-1], pixels[:, :, -1]
    classes, named = _masks("masks", masks), _masks("objects", objects)
    every = [*classes, *named]
    annotations = {"boxes": _boxes(boxes, labels), "keypoints": _keypoints(keypoints)}
    return Given(
        core=(
            pixels,
            alpha,
            [mask.astype(np.uint16) for mask in every],
            len(named),
            json.dumps(annotations),
        ),
        pil=pil,
        flat=flat,
        dtypes=[mask.dtype for mask in every],
        classes=len(classes),
    )


def _masks(param: str, masks: Any) -> list[Array]:
    if masks is None:
        return []
    alone = isinstance(masks, np.ndarray) and masks.ndim == 2
    out = []
    for mask in [masks] if alone else masks:
        ids = np.asarray(mask)
        if ids.ndim != 2 or ids.dtype.kind not in "bui":
            raise refuse(param, "must be rows × columns of whole numbers", value=f"{ids.dtype}, shape {ids.shape}")
        if ids.size and (ids.min() < 0 or ids.max() > 65_535):
            raise refuse(param, "must hold ids from 0 to 65535", "range", value=f"{ids.min()} to {ids.max()}")
        out.append(ids)
    return out


def _numbers(param: str, values: Any, count: int) -> list[float]:
    try:
        numbers = [float(v) for v in values]
    except (TypeError, ValueError):
        numbers = []
    if len(numbers) != count or not np.isfinite(numbers).all():
        raise refuse(param, f"must be {count} finite numbers", value=values)
    return numbers


def _boxes(boxes: Any, labels: Sequence[str] | None) -> list[dict[str, Any]]:
    listed = [] if boxes is None else list(boxes)
    if labels is not None and len(labels) != len(listed):
        raise refuse("labels", f"must be as many as the {len(listed)} boxes", value=len(labels))
    out = []
    for i, box in enumerate(listed):
        param = f"boxes[{i}]"
        known: dict[str, Any] = {}
        if isinstance(box, Mapping):
            _only(param, box, ("xyxy", "label", "visible", "index"))
            known = {k: box[k] for k in ("label", "visible") if box.get(k) is not None}
            box = box.get("xyxy", ())
        known["xyxy"] = _numbers(param, box, 4)
        if labels is not None:
            known["label"] = str(labels[i])
        out.append(known)
    return out


def _keypoints(keypoints: Any) -> list[dict[str, Any]]:
    out = []
    for i, point in enumerate([] if keypoints is None else keypoints):
        param = f"keypoints[{i}]"
        known: dict[str, Any] = {}
        if isinstance(point, Mapping):
            names = ("label", "state", "object", "mirror", "angle_deg", "scale")
            _only(param, point, ("xy", "index", *names))
            known = {k: point[k] for k in names if point.get(k) is not None}
            point = point.get("xy", ())
        known["xy"] = _numbers(param, point, 2)
        out.append(known)
    return out


def _only(param: str, found: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in found:
        if key not in known:
            raise refuse(param, f"knows no {key!r}; it may hold {', '.join(known)}", "unknown_key")
