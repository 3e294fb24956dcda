"""Image augmentation whose pixels are the target library's own.

A policy is a small YAML file. The same policy, seed, key and view give the same pixels here, in the browser, in
Node and on the command line.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from ._augplay import AugplayError, __version__
from ._augplay import export_formats as _export_formats
from ._augplay import import_policy as _import_policy
from ._augplay import op_catalogue as _op_catalogue
from ._augplay import preset_list as _preset_list
from ._policy import Exported, Policy
from ._view import Box, Keypoint, MixedView, View

__all__ = [
    "AugplayError",
    "Box",
    "Exported",
    "Keypoint",
    "MixedView",
    "Policy",
    "View",
    "__version__",
    "catalogue",
    "formats",
    "import_policy",
    "key_of",
    "presets",
]


def key_of(file: str | os.PathLike[str] | bytes) -> str:
    """The key that the page, Node and the command line give a picture: the SHA-256 of its file's bytes."""
    data = file if isinstance(file, bytes) else Path(file).read_bytes()
    return hashlib.sha256(data).hexdigest()


def catalogue() -> dict[str, Any]:
    """Every op with its parameters, units, bounds and sources."""
    found: dict[str, Any] = json.loads(_op_catalogue())
    return found


def formats() -> list[dict[str, Any]]:
    """Every file format that policies are written to or read from."""
    found: list[dict[str, Any]] = json.loads(_export_formats())
    return found


def presets() -> list[dict[str, Any]]:
    """Published recipes: ``id``, ``name``, ``group``, ``doc``, ``source`` and ``policy``, its YAML."""
    found: list[dict[str, Any]] = json.loads(_preset_list())
    return found


def import_policy(text: str, filename: str = "") -> tuple[Policy, list[str]]:
    """A policy from another library's file or code, which is read and never run, and what was not understood."""
    found = json.loads(_import_policy(text, filename))
    return Policy.parse(found["policy"]), found["notes"]
