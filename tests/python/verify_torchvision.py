"""Exported torchvision files with the real library: they compile, run as a program, and for policies
without chance give augplay's pixels. Needs torch, so it is no part of the quick checks."""

import itertools
import runpy
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
from PIL import Image
from torchvision.transforms.v2 import functional as F

from test_albumentations import augplay, photo

HEAD = "augplay: 1\ntarget: torchvision 0.29 {}\nsteps:\n"

# Without chance.
FIXED = {
    "flip": "- {op: horizontal_flip}",
    "rotate": "- {op: rotate, angle_deg: 27}",
    "rotate nearest": "- {op: rotate, angle_deg: -10.5, interpolation: nearest, fill: [10, 20, 30]}",
    "affine": "- {op: affine, angle_deg: 12, scale: 1.2, translate_x_frac: 0.13, translate_y_frac: -0.07, shear_x_deg: 5}",
    "affine stock": "- {op: affine, angle_deg: 12, scale: 1.2, translate_x_frac: 0, translate_y_frac: 0, shear_y_deg: 5}",
    "shear": "- {op: shear, x_frac: 0.2}",
    "translate": "- {op: translate, x_frac: 0.1, y_frac: -0.2}",
    "resize": "- {op: resize, width_px: 61, height_px: 47}",
    "crop": "- {op: crop, x_px: 5, y_px: 9, width_px: 50, height_px: 40}",
    "transpose": "- {op: transpose}",
    "turns": "\n".join(f"- {{op: turn, symmetry: {s}}}" for s in ["r90", "hvt", "r270", "t", "r180", "v", "h", "e", "hvt"]),
    "pad": "- {op: pad, left_px: 3, bottom_px: 8, border: reflect_101}",
    "pad filled": "- {op: pad, top_px: 3, right_px: 8, fill: [7, 8, 9]}",
    "centre crop": "- {op: center_crop, width_px: 60, height_px: 90}",
    "random crop": "- {op: random_crop, width_px: 103, height_px: 91, pad_if_needed: false, pad_top_px: 20, fill: [1, 2, 3]}",
    "letterbox": "- {op: letterbox, width_px: 99, height_px: 120}",
    "letterbox small": "- {op: letterbox, width_px: 150, height_px: 160, scale_up: false, center: false, fill: [1, 2, 3]}",
    "letterbox stride": "- {op: letterbox, width_px: 64, height_px: 64, stride_px: 32}",
    "longest": "- {op: longest_max_size, size_px: 60}",
    "smallest": "- {op: smallest_max_size, size_px: 60, max_size_px: 70}",
    "scale": "- {op: random_scale, scale: 0.71}",
    "jitter": "- {op: scale_jitter, width_px: 60, height_px: 99, scale: 0.7}",
    "shortest": "- {op: random_shortest_size, size_px: 50, max_size_px: 60}",
    "perspective": "- {op: perspective_warp, from_px: [0, 0, 102, 0, 102, 70, 0, 70], to_px: [5, 9, 90, 3, 99, 60, 2, 69], fill: 9}",
    "rotate expanding": "- {op: rotate, angle_deg: 27, expand: true}",
    "brightness": "- {op: brightness, factor: 1.37}",
    "contrast": "- {op: contrast, factor: 0.6}",
    "color": "- {op: color, factor: 1.7}",
    "hue": "- {op: hue, shift_frac: 0.11}",
    "sharpness": "- {op: sharpness, factor: 1.8}",
    "posterize": "- {op: posterize, bits: 3}",
    "solarize": "- {op: solarize, threshold_level: 100}",
    "equalize": "- {op: equalize}",
    "autocontrast": "- {op: autocontrast}",
    "invert": "- {op: invert}",
    "grayscale": "- {op: grayscale}",
    "gamma": "- {op: gamma, gamma: 1.3}",
    "gamma gain": "- {op: gamma, gamma: 0.8, gain: 0.9}",
    "channel shuffle": "- {op: channel_shuffle, order: [2, 0, 1]}",
    "gaussian blur": "- {op: gaussian_blur, sigma_px: 1.3}",
    "compression": "- {op: image_compression, quality: 40}",
    "sum": "- weighted_sum: [{op: equalize}, {op: brightness, factor: 0.5}]\n  weights: [0.5, 0.25, 0.25]",
    "chain": "- {op: horizontal_flip}\n- repeat: [{op: rotate, angle_deg: 5}]\n  times: 3\n- {op: posterize, bits: 5}",
}

# With chance: every class and helper of the files.
DRAWN = """\
- {op: random_resized_crop, width_px: 96, height_px: 64, p: 0.5}
- {op: random_resized_crop, width_px: 96, height_px: {choice: [64, 96]}, area_frac: {normal: {mean: 0.5, sd: 0.1, clip: [0.2, 1]}}}
- {op: resize, width_px: [90, 99], height_px: 70}
- {op: rotate, angle_deg: {normal: {mean: 0, sd: 6, clip: [-15, 15]}}, note: "it's a \\"note\\""}
- {op: affine, p: 0.5}
- {op: affine, angle_deg: {log_uniform: [1, 9]}, scale: {choice: {values: [0.9, 1.1], weights: [1, 2]}}, translate_x_px: 3}
- {op: shear}
- {op: translate}
- {op: random_rotate90}
- {op: d4, p: 0.5}
- {op: perspective, fill: [1, 2, 3]}
- {op: random_scale, scale: {normal: {mean: 1, sd: 0.1, clip: [0.8, 1.2]}}}
- {op: random_zoom_out, canvas_scale: [1, 1.5], fill: [1, 2, 3], p: 0.5}
- {op: scale_jitter, width_px: 90, height_px: 80, scale: [0.7, 1.1]}
- {op: random_shortest_size, size_px: [60, 62]}
- {op: smallest_max_size, size_px: [60, 70]}
- {op: random_crop, width_px: 80, height_px: 70, pad_if_needed: true, border: reflect}
- {op: center_crop, width_px: 96, height_px: 64}
- {op: color_jitter}
- {op: color_jitter, hue_frac: {signed: [0.01, 0.05]}}
- {op: brightness, p: 0.5}
- {op: sharpness}
- {op: posterize}
- {op: posterize, bits: {normal: {mean: 6, sd: 1, clip: [4, 8]}}}
- {op: solarize, threshold_level: [200, 256], p: 0.5}
- {op: equalize, p: 0.3}
- {op: invert, p: 0.1}
- {op: grayscale, p: 0.1}
- {op: gamma, p: 0.5}
- {op: channel_shuffle, p: 0.5}
- {op: photometric_distort, part_chance: 0.4}
- {op: autocontrast, p: 0.3}
- {op: gaussian_blur, p: 0.5}
- {op: gaussian_blur, sigma_px: {choice: [0.5, 1]}}
- {op: random_erasing}
- {op: random_erasing, fill: [1, 2, 3], aspect: [0.5, 2], p: 0.5}
- {op: random_erasing, count: [1, 3]}
- {op: coarse_dropout}
- {op: rand_augment}
- one_of: [{op: equalize, weight: 3, p: 0.5}, {op: autocontrast}, {op: hue, enabled: false}]
  p: 0.4
- some_of: [{op: brightness}, {op: contrast, p: 0.5}, {op: hue, weight: 0}]
  n: [0, 2]
- some_of: [{op: brightness}, {op: contrast, weight: 2}]
  n: 3
  replace: true
  order: drawn
- random_order: [{op: hue}, {op: color}]
- repeat: [{op: rotate, angle_deg: {signed: [1, 4]}}]
  times: [1, 3]
- weighted_sum: [{op: equalize}, {sequence: [{op: rotate}, {op: posterize}]}]
- sequence: []
"""


# Steps for pictures with boxes and keypoints: every class and helper that looks at them or moves them.
ANNOTATED = """\
- {op: clamp_bounding_boxes}
- {op: random_iou_crop, p: 0.5}
- {op: random_iou_crop, side_frac: [0.5, 0.9], min_overlaps: [0.1, 1], trials: 3}
- {op: sanitize_bounding_boxes, min_size_px: 2, min_area_px: 9}
- {op: horizontal_flip, p: 0.5}
- {op: affine, translate_x_px: 3, fill: [1, 2, 3]}
- {op: rotate, angle_deg: {normal: {mean: 0, sd: 6}}, fill: [1, 2, 3], p: 0.5}
- {op: random_zoom_out, canvas_scale: [1, 1.5], fill: [1, 2, 3], p: 0.5}
- {op: coarse_dropout}
- {op: gaussian_blur, p: 0.5}
- {op: letterbox, width_px: 96, height_px: 128}
- {op: sanitize_keypoints}
- some_of: [{op: brightness}, {op: shear, fill: 9}]
  n: 1
"""

# Where 20 x 10 px at (10, 20) lie after the step, in a picture of 103 x 71 px, and the point in their middle.
MOVED = {
    "- {op: horizontal_flip}": ([73, 20, 93, 30], [82, 25]),
    "- {op: crop, x_px: 15, y_px: 3, width_px: 50, height_px: 40}": ([0, 17, 15, 27], [5, 22]),
    "- {op: pad, left_px: 3, top_px: 8, fill: [7, 8, 9]}": ([13, 28, 33, 38], [23, 33]),
    "- {op: letterbox, width_px: 206, height_px: 206}": ([20, 72, 60, 92], [40, 82]),
}

# How the same box is given, by the rules' format.
FORMATS = {
    "pascal_voc": [10, 20, 30, 30],
    "coco": [10, 20, 20, 10],
    "albumentations": [10 / 103, 20 / 71, 30 / 103, 30 / 71],
    "yolo": [20 / 103, 25 / 71, 20 / 103, 10 / 71],
}


class Exported(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.picture = self.folder / "photo.png"
        Image.fromarray(photo()).save(self.picture)

    def export(self, steps, kind, rules=""):
        policy = self.folder / "policy.yaml"
        head = HEAD.format(kind).replace("steps:", rules + "steps:")
        policy.write_text(head + steps)
        file = self.folder / "policy.py"
        augplay("export", policy, "--to", f"torchvision-{kind}", "-o", file)
        return policy, file

    def run_file(self, file):
        return runpy.run_path(str(file))

    def test_files_run_as_programs(self):
        rules = "boxes: {min_visibility: 0.2, min_area_px: 4}\nkeypoints: {swap_left_right: false}\nthen: {normalize: imagenet}\n"
        cases = [(DRAWN, ""), (ANNOTATED, ""), (ANNOTATED, rules)]
        for kind, (steps, rules) in itertools.product(("pillow", "tensor"), cases):
            with self.subTest(kind, rules=rules, steps=steps[:30]):
                _, file = self.export(steps, kind, rules)
                compile(file.read_text(), str(file), "exec")
                sheet = self.folder / "sheet.png"
                done = subprocess.run(
                    [sys.executable, "-W", "error", str(file), str(self.picture), str(sheet)],
                    capture_output=True,
                    text=True,
                    check=False,
                )
                self.assertEqual(done.returncode, 0, done.stderr + file.read_text())
                self.assertEqual(Image.open(sheet).size, (896, 896))

    def test_boxes_keypoints_and_masks_go_with_the_picture(self):
        point = [20, 25]
        mask = np.zeros((1, 71, 103), np.uint8)
        mask[0, 20:30, 10:30] = 5
        for kind, (steps, (box, to)), form in itertools.product(("pillow", "tensor"), MOVED.items(), FORMATS):
            with self.subTest(steps, kind=kind, form=form):
                rules = f"boxes: {{format: {form}, min_area_px: 1, min_width_px: 1, min_height_px: 1}}\nkeypoints: {{}}\n"
                program = self.run_file(self.export(steps, kind, rules)[1])
                annotations = {"boxes": [FORMATS[form]], "labels": [3], "masks": mask, "keypoints": [point]}
                picture, target = program["Annotated"]([(str(self.picture), annotations)])[0]
                boxes = F.convert_bounding_box_format(target["boxes"], new_format="XYXY")
                np.testing.assert_allclose(boxes, [box], atol=1e-3)
                np.testing.assert_allclose(target["keypoints"], [to], atol=1e-3)
                self.assertEqual(target["labels"].tolist(), [3])
                self.assertEqual(list(target["masks"].shape[1:]), F.get_size(picture))
                rows, columns = target["masks"][0].nonzero(as_tuple=True)
                found = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
                np.testing.assert_allclose(found, box, atol=1)
                self.assertEqual(sorted(set(target["masks"].flatten().tolist())), [0, 5])

    def test_rules_take_boxes_and_keypoints_out(self):
        rules = "boxes: {min_area_px: 30, min_width_px: 3, min_height_px: 3}\nkeypoints: {}\n"
        steps = "- {op: crop, x_px: 15, y_px: 3, width_px: 50, height_px: 40}"
        boxes = [[10, 20, 30, 30], [10, 20, 17, 30], [20, 20, 23, 29], [20, 20, 24, 29], [70, 3, 90, 30]]
        points = [[20, 20], [14, 20], [64, 42], [65, 42]]
        for kind in ("pillow", "tensor"):
            with self.subTest(kind):
                program = self.run_file(self.export(steps, kind, rules)[1])
                picture = program["load"](str(self.picture))
                target = program["target_of"](picture, boxes, range(5), keypoints=points)
                _, target = program["transform"](picture, target)
                self.assertEqual(target["labels"].tolist(), [0, 3])
                self.assertEqual(target["keypoints"].tolist(), [[5, 17], [49, 39]])

    def test_pixels_of_policies_without_chance_are_equal(self):
        for kind in ("pillow", "tensor"):
            for name, steps in FIXED.items():
                with self.subTest(name, kind=kind):
                    policy, file = self.export(steps, kind)
                    program = self.run_file(file)
                    theirs = program["policy"](program["load"](str(self.picture)))
                    theirs = np.asarray(theirs)
                    if kind == "tensor":
                        theirs = theirs.transpose(1, 2, 0)
                    out = self.folder / f"{name} {kind}".replace(" ", "-")
                    augplay("apply", policy, self.picture, "--out", out, "--views", 1)
                    (found,) = out.glob("*.png")
                    ours = np.asarray(Image.open(found).convert("RGB"))
                    self.assertEqual(ours.shape, theirs.shape)
                    gap = np.abs(ours.astype(int) - theirs.astype(int))
                    self.assertLessEqual(gap.max(), 0 if kind == "pillow" else 1)
                    self.assertLessEqual((gap > 0).mean(), 0.005)


if __name__ == "__main__":
    unittest.main()
