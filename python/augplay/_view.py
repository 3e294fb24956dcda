"""What a draw gives."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from ._input import Given

_Arrays = tuple[NDArray[np.uint8], NDArray[np.uint8] | None, list[NDArray[np.uint16]]]


class _Box(TypedDict):
    xyxy: list[float]
    label: str
    # Place in the input's list.
    index: int


class Box(_Box, total=False):
    """A box after a draw."""

    visible: float
    copy: bool
    left: str


class _Keypoint(TypedDict):
    xy: list[float]
    label: str
    index: int


class Keypoint(_Keypoint, total=False):
    """A keypoint after a draw."""

    state: int
    object: int
    mirror: str
    angle_deg: float
    scale: float
    left: str


@dataclass(frozen=True)
class View:
    """A finished view: the picture in the form it was given in, and what became of its annotations."""

    image: Any
    """An array, or a Pillow image where one was given."""
    boxes: list[Box]
    """What is left, in pixels of this view; ``index`` is the place in the input's list."""
    keypoints: list[Keypoint]
    masks: list[NDArray[Any]]
    """Masks of classes."""
    objects: list[NDArray[Any]]
    """Masks whose ids name objects."""
    dropped: list[dict[str, Any]]
    """What went: ``kind``, ``index``, ``step`` and ``why``."""
    steps: list[dict[str, Any]]
    """The drawn steps, those that did not fire included."""
    draw: dict[str, Any] = field(repr=False)
    """The outcome as a policy of fixed steps: ``Policy.parse(view.draw)`` repeats it."""
    changed: bool | None = None
    """Whether any pixel differs from the input; ``None`` for outputs of a batch."""

    @property
    def xyxy(self) -> NDArray[np.float64]:
        """The boxes as an array of N × 4."""
        return np.array([box["xyxy"] for box in self.boxes], dtype=np.float64).reshape(-1, 4)

    @property
    def labels(self) -> list[str]:
        """The boxes' labels."""
        return [box["label"] for box in self.boxes]

    @property
    def pretext(self) -> list[dict[str, Any]]:
        """What pretext tasks ask for: ``task`` and ``class``."""
        found: list[dict[str, Any]] = self.draw.get("drawn", {}).get("pretext", [])
        return found


@dataclass(frozen=True)
class MixedView(View):
    """An output of a batch. ``steps`` and ``draw`` are those of the sample that it starts from."""

    mix: dict[str, Any] = field(default_factory=dict)
    """``method``, ``lambda``, label ``shares`` by place in the batch, ``partners``, drawn ``numbers``."""
    mix_mask: NDArray[np.uint8] | None = field(default=None, repr=False)
    """The sample's own share of every pixel, 0 to 255, where a mask says it."""
    boxes_from: list[dict[str, int]] = field(default_factory=list)
    """By the ``index`` of boxes: ``member`` of the batch and ``index`` there."""
    keypoints_from: list[dict[str, int]] = field(default_factory=list)


def _image(arrays: _Arrays, given: Given) -> Any:
    pixels, alpha, _ = arrays
    if alpha is not None:
        pixels = np.concatenate([pixels, alpha[:, :, None]], axis=2)
    if given.pil:
        from PIL import Image

        return Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)
    return pixels[:, :, 0] if given.flat else pixels


def _parts(arrays: _Arrays, told: dict[str, Any], given: Given) -> dict[str, Any]:
    # A mix may have masks that the sample itself has not.
    dtypes = [*given.dtypes, *[np.dtype(np.uint16)] * len(arrays[2])]
    masks = [mask.astype(_fitting(mask, dtype)) for mask, dtype in zip(arrays[2], dtypes)]
    return {
        "image": _image(arrays, given),
        "boxes": told["boxes"],
        "keypoints": told["keypoints"],
        "masks": masks[: given.classes],
        "objects": masks[given.classes :],
        "dropped": told["dropped"],
        "steps": told["steps"],
        "draw": told["policy"],
    }


def _fitting(mask: NDArray[np.uint16], dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The mask's own type; ids that count on in a mix may be too great for it."""
    most = 1 if dtype.kind == "b" else np.iinfo(dtype).max
    return dtype if int(mask.max(initial=0)) <= most else mask.dtype


def view(arrays: _Arrays, info: str, given: Given) -> View:
    """A view from what the core gave."""
    told = json.loads(info)
    return View(**_parts(arrays, told, given), changed=told["changed"])


def mixed(arrays: _Arrays, info: str, mask: NDArray[np.uint8] | None, given: Given) -> MixedView:
    """An output of a batch from what the core gave."""
    told = json.loads(info)
    return MixedView(
        **_parts(arrays, told, given),
        mix={key: value for key, value in told["mix"].items() if key != "mask"},
        mix_mask=mask,
        boxes_from=told["boxes_from"],
        keypoints_from=told["keypoints_from"],
    )
