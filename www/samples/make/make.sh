#!/bin/sh
# Make every bundled sample again: sh make.sh WORK_DIR (which holds blackbird.jpg). PYTHON picks the interpreter.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(cd "$1" && pwd)
python=${PYTHON:-python3}

"$python" "$here/textures.py" "$work"
"$python" "$here/chest.py" "$work"
blender -b -P "$here/sign.py" -- "$work/sign.png" "$work" | grep -E '^(BOX|Saved)'
blender -b -P "$here/arrows.py" -- "$work/arrows.png" "$work" | grep -E '^(BOX|Saved)'
blender -b -P "$here/buoy.py" -- "$work/buoy.png" | grep -E '^(BOX|Saved)'
"$python" "$here/finish.py" "$work" "$here/.."
