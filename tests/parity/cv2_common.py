"""What the cv2 scripts share: OpenCV 5.0.0 as albumentations 2.0.8 drives it.

A script calls `case` for every golden case and ends with `main(BUILDERS)`. Everything is computed
a second time in a process with AVX2, AVX-512 and IPP switched off; where OpenCV then differs from
itself, the golden says by how much ("self").
"""

import os
import pickle
import subprocess
import sys
import tempfile

import albumentations as A
import cv2
import numpy as np

from golden import Golden, boxes_of, inputs, keypoints_of

LIBRARY = {"albumentations": A.__version__, "opencv": cv2.__version__}
IMAGES = inputs()
INTERPOLATION = {"nearest": cv2.INTER_NEAREST, "bilinear": cv2.INTER_LINEAR, "bicubic": cv2.INTER_CUBIC}
BORDER = {
    "constant": cv2.BORDER_CONSTANT,
    "replicate": cv2.BORDER_REPLICATE,
    "reflect": cv2.BORDER_REFLECT,
    "reflect_101": cv2.BORDER_REFLECT_101,
    "wrap": cv2.BORDER_WRAP,
}
FILL = [7, 99, 201]
CASES = []  # (op, input, params, output, field, extra)
MOVES = []  # (op, input, params, transform): what cv2_labels records labels of


def case(op, name, params, output, field=None, **extra):
    CASES.append((op, name, params, np.ascontiguousarray(output), field, extra))


def move(op, name, params, transform, **extra):
    """A case of an op that moves pixels."""
    MOVES.append((op, name, params, transform))
    case(op, name, params, run(transform, IMAGES[name]), **extra)


def run(transform, image, **extra):
    return A.Compose([transform], seed=1)(image=image)["image"]


def moved(transform, image):
    """Boxes (xyxy, px, as they are, not clipped) and keypoints after the transform."""
    h, w = image.shape[:2]
    pipe = A.Compose(
        [transform],
        bbox_params=A.BboxParams("pascal_voc", label_fields=["labels"], clip=False, filter_invalid_bboxes=False,
                                 check_each_transform=False),
        keypoint_params=A.KeypointParams("xy", remove_invisible=False),
        seed=1,
    )
    boxes = boxes_of(image)
    out = pipe(image=image, bboxes=np.array(boxes), labels=list(range(len(boxes))),
               keypoints=np.array(keypoints_of(image)))
    order = np.argsort(out["labels"])
    return {
        "boxes": np.asarray(out["bboxes"], float)[order].tolist(),
        "keypoints": np.asarray(out["keypoints"], float).tolist(),
    }


def fill_of(image):
    return FILL[0] if image.shape[2] == 1 else FILL


def build(builders, names):
    for builder in builders:
        if not names or builder.__name__ in names:
            builder()


def main(builders):
    """Writes the goldens of all builders, or of those named on the command line."""
    names = [a for a in sys.argv[1:] if not a.startswith("--")]
    if "--plain" in sys.argv:
        build(builders, names)
        with open(os.environ["PLAIN_OUT"], "wb") as f:
            pickle.dump([c[3] for c in CASES], f)
        return
    with tempfile.NamedTemporaryFile() as f:
        env = {**os.environ, "OPENCV_IPP": "disabled", "OPENCV_CPU_DISABLE": "AVX512-SKX,AVX2,FP16,AVX",
               "PLAIN_OUT": f.name}
        subprocess.run([sys.executable, sys.argv[0], "--plain", *names], env=env, check=True)
        plain = pickle.load(open(f.name, "rb"))
    build(builders, names)
    goldens = {}
    for (op, name, params, output, field, extra), other in zip(CASES, plain, strict=True):
        golden = goldens.setdefault(op, Golden(op, "cv2", LIBRARY))
        delta = np.abs(output.astype(int) - other)
        if delta.any():
            extra["self"] = {"share": float((delta > 0).mean()), "max": int(delta.max())}
        golden.add(name, params, output, field=field, **extra)
    for op, golden in goldens.items():
        golden.write()
        own = [c["self"] for c in golden.head["cases"] if "self" in c]
        if own:
            print(f"  {op}: against itself at most {max(s['share'] for s in own):.4%}, "
                  f"by up to {max(s['max'] for s in own)}")
