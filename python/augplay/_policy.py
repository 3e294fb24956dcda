"""Policies."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import _augplay
from ._failure import refuse
from ._input import given
from ._view import MixedView, View, mixed, view as _view

#: Draws of an epoch: view ``v`` of epoch ``e`` is draw number ``e * VIEWS_PER_EPOCH + v`` everywhere else.
VIEWS_PER_EPOCH = 65_536


@dataclass(frozen=True)
class Exported:
    """A policy in another library's format."""

    text: str
    filename: str
    mime: str
    verdicts: list[dict[str, Any]]
    """How each step fares there: ``step``, ``verdict`` and ``why``."""


class Policy:
    """A policy, checked and never changed. It may be pickled and used in any process or thread."""

    __slots__ = ("_core",)

    def __init__(self, core: _augplay.Policy) -> None:
        """Use :meth:`load` or :meth:`parse`."""
        self._core = core

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Policy:
        """Reads a policy file, YAML or JSON."""
        return cls(_augplay.Policy.parse(Path(path).read_text("utf-8"), os.fspath(path)))

    @classmethod
    def parse(cls, policy: str | Mapping[str, Any]) -> Policy:
        """Reads YAML, JSON, or the same tree as dictionaries and lists."""
        return cls(_augplay.Policy.parse(policy if isinstance(policy, str) else json.dumps(policy)))

    def __call__(
        self,
        image: Any,
        *,
        boxes: Any = None,
        labels: Sequence[str] | None = None,
        keypoints: Any = None,
        masks: Any = None,
        objects: Any = None,
        key: str,
        view: int = 0,
        epoch: int = 0,
    ) -> View:
        """Draws one view of a sample and runs it.

        Args:
            image: uint8 array of rows × columns (× 1, 3 or 4 channels), or a Pillow image of mode L, LA, RGB or RGBA.
            boxes: N × 4 numbers ``[x_min, y_min, x_max, y_max]`` in pixels, or dictionaries ``{xyxy, label}``.
            labels: a class for each box.
            keypoints: N × 2 numbers ``[x, y]`` (whole numbers are pixel centres), or dictionaries
                ``{xy, label, state, object, mirror, angle_deg, scale}``.
            masks: one or several arrays of rows × columns with class ids, 0 to 65535.
            objects: the same with ids that name objects, which mixes keep apart.
            key: names the sample; with the seed and the view it decides the draw. :func:`key_of` gives the page's.
            view: which of the sample's draws, from 0.
            epoch: which pass over the data, from 0: each has draws of its own.
        """
        sample = given(image, boxes, labels, keypoints, masks, objects)
        arrays, info = self._core.apply(sample.core, key, _number(view, epoch))
        return _view(arrays, info, sample)

    def draw(
        self,
        shape: tuple[int, ...],
        *,
        boxes: Any = None,
        labels: Sequence[str] | None = None,
        keypoints: Any = None,
        key: str,
        view: int = 0,
        epoch: int = 0,
    ) -> dict[str, Any]:
        """What would be drawn for a picture of this ``shape`` (rows, columns, channels), without its pixels."""
        import numpy as np

        from ._input import _boxes, _keypoints

        size = [*shape, 1][:3] if len(shape) in (2, 3) else []
        if not size or any(not isinstance(v, (int, np.integer)) or v < 1 for v in size):
            raise refuse("shape", "must be rows and columns, and perhaps channels", value=shape)
        annotations = json.dumps({"boxes": _boxes(boxes, labels), "keypoints": _keypoints(keypoints)})
        channels = {2: 1, 4: 3}.get(int(size[2]), int(size[2]))
        found = self._core.draw([int(size[0]), int(size[1]), channels], annotations, key, _number(view, epoch))
        outcome: dict[str, Any] = json.loads(found)
        return outcome

    def mix(
        self,
        samples: Sequence[Mapping[str, Any]],
        *,
        keys: Sequence[str],
        view: int = 0,
        epoch: int = 0,
    ) -> list[MixedView]:
        """Runs the steps on every sample of a batch, then the ``batch`` stage: one output for each sample.

        Each sample is a dictionary of the arguments of a call: ``image``, and perhaps ``boxes``, ``labels``,
        ``keypoints``, ``masks`` and ``objects``. All of them are one batch, whatever ``batch.size`` says.
        """
        if len(keys) != len(samples):
            raise refuse("keys", f"must be as many as the {len(samples)} samples", value=len(keys))
        all_given = [given(**sample) for sample in samples]
        out = self._core.mix([one.core for one in all_given], list(keys), _number(view, epoch))
        return [mixed(arrays, info, mask, one) for (arrays, info, mask), one in zip(out, all_given)]

    @property
    def parts(self) -> list[str]:
        """Names of the views that one draw gives; empty for a policy without ``views``."""
        return self._core.parts()

    def part(self, view: int | str) -> Policy:
        """One of :attr:`parts` as a policy of its own; steps that views share draw alike for one key and view."""
        return Policy(self._core.part(self._core.part_called(view) if isinstance(view, str) else view))

    def at(self, progress: float) -> Policy:
        """The policy at a moment of training, 0 to 1, as its ``curriculum`` says."""
        return Policy(self._core.moment(progress))

    def with_seed(self, seed: int) -> Policy:
        """The same policy with another seed."""
        return Policy(self._core.with_seed(seed))

    def opened(self, step: str) -> Policy:
        """The policy with an automatic step written out as ordinary ones; its draws stay the same."""
        return Policy(self._core.opened(step))

    def export(self, format: str) -> Exported:
        """Writes the policy for another library; :func:`augplay.formats` lists the ids."""
        return Exported(**json.loads(self._core.export(format)))

    @property
    def notes(self) -> list[dict[str, Any]]:
        """What a reader should know, such as ops that the target's library does not have."""
        found: list[dict[str, Any]] = json.loads(self._core.notes())
        return found

    @property
    def hash(self) -> str:
        """Hash of what decides pixels."""
        return self._core.digest()

    def to_yaml(self) -> str:
        """The policy as ``augplay fmt`` writes it."""
        return self._core.yaml()

    def to_dict(self) -> dict[str, Any]:
        """The policy as a tree, every step with its id, defaults omitted."""
        tree: dict[str, Any] = json.loads(self._core.json())
        return tree

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return (Policy.parse, (self._core.json(),))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policy) and self._core.json() == other._core.json()

    def __hash__(self) -> int:
        return hash(self._core.json())

    def __repr__(self) -> str:
        return f"<augplay.Policy {self.hash}>"


def _number(view: int, epoch: int) -> int:
    """The draw's number."""
    for name, value in (("view", view), ("epoch", epoch)):
        most = VIEWS_PER_EPOCH - 1 if epoch or name == "epoch" else 2**32 - 1
        if isinstance(value, bool) or not 0 <= value <= most:
            error = refuse(name, f"must be a whole number from 0 to {most}", "range", value=value)
            error.min, error.max = 0.0, float(most)
            raise error
    return epoch * VIEWS_PER_EPOCH + view
