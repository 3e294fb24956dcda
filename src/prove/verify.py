"""Runs the target library on the numbers that augplay drew and compares the pixels, step by step.

    python verify.py [--quiet]

Beside each step stands what augplay states of it. Ends with 1 if a step is farther off than stated.
"""

import json
import sys
import warnings
from collections import OrderedDict
from pathlib import Path

import numpy as np
from PIL import Image

import library

HERE = Path(__file__).resolve().parent
# Noise is drawn here in other precision than augplay's: a value at a boundary may fall on its other side.
BOUNDARY = 2e-5


def read(path):
    """Height, width, channels."""
    picture = np.asarray(Image.open(HERE / path))
    return picture[..., None] if picture.ndim == 2 else picture


def gap(ours, theirs):
    """Differing values and the greatest difference; None where the shapes differ."""
    if ours.shape != theirs.shape:
        return None
    off = np.abs(ours.astype(int) - theirs.astype(int))
    return int((off > 0).sum()), int(off.max(initial=0)), off.size


def allowed(stated):
    """Share and levels that the step may be off; None where nothing is stated."""
    if stated["verdict"] == "exact":
        return 0.0, 0
    if stated["verdict"] == "within":
        return stated["share"], stated["levels"]
    return None


def main():
    quiet = "--quiet" in sys.argv[1:]
    record = json.loads((HERE / "draws.json").read_text(encoding="utf-8"))
    warnings.simplefilter("ignore")
    rows, bad = OrderedDict(), 0
    for draw in record["draws"]:
        chained = read(draw["input"])
        whole = True
        for step in draw["steps"]:
            if not step["pixels"]:
                continue
            name = f'{draw["name"]} view {draw["view"]} {step["id"]}'
            row = rows.setdefault(step["op"], {"steps": 0, "values": 0, "off": 0, "most": 0, "skipped": None})
            try:
                theirs = library.run(step, read(step["before"]), HERE)
                if whole:
                    chained = library.run(step, chained, HERE)
            except library.NotCompared as why:
                row["skipped"] = str(why)
                whole = False
                print(f"{name}: not compared: {why}")
                continue
            found = gap(read(step["after"]), theirs)
            row["steps"] += 1
            if found is None:
                bad += 1
                print(f"{name}: FAILS: shape {theirs.shape}, augplay {read(step['after']).shape}")
                continue
            off, most, values = found
            row["off"], row["values"] = row["off"] + off, row["values"] + values
            row["most"] = max(row["most"], most)
            bound = allowed(step["stated"])
            drawn = bool(step["args"].get("seed"))
            fine = bound is None or (off <= values * bound[0] and most <= bound[1])
            fine = fine or (drawn and off <= max(values * (bound[0] + BOUNDARY), 2))
            bad += not fine
            if not quiet or not fine:
                word = "ok" if fine else "FAILS"
                print(f"{name}: {off} of {values} values differ, at most by {most}; {step['sentence']}: {word}")
        if whole and draw["steps"]:
            found = gap(read(draw["after"]), chained)
            if found and not quiet:
                print(f'{draw["name"]} view {draw["view"]}: all steps one after the other: {found[0]} of {found[2]} '
                      f"values differ, at most by {found[1]}")
    print(f"\n{record['target']}, policy {record['policy']}")
    for op, row in rows.items():
        if row["steps"]:
            print(f"  {op}: {row['steps']} compared, {row['off']} of {row['values']} values differ, "
                  f"at most by {row['most']}")
        if row["skipped"]:
            print(f"  {op}: not compared: {row['skipped']}")
    print("not as stated: " + str(bad) if bad else "all as stated")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
