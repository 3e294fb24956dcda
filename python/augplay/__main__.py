"""The command line: ``augplay`` or ``python -m augplay``."""

from __future__ import annotations

import sys

from ._augplay import cli


def main() -> int:
    """Runs the command line with this process's arguments; gives its exit code."""
    return cli(["augplay", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
