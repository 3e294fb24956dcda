"""Refusals that are made on this side."""

from __future__ import annotations

from ._augplay import AugplayError


def refuse(param: str, message: str, code: str = "type", value: object = None) -> AugplayError:
    """An error about a parameter, in the core's own form."""
    given = "" if value is None else f" (given {value})"
    error = AugplayError(f"{param}: {message}{given}")
    error.code = code
    error.param = param
    error.value = None if value is None else str(value)
    error.step = error.min = error.max = error.line = error.file = None
    return error
