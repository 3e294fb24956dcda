"""Exported Albumentations files in the real library: they load without a warning, say the same when
written again, and for policies without chance give augplay's pixels."""

import itertools
import json
import os
import subprocess
import tempfile
import unittest
import warnings
from pathlib import Path

os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"

import albumentations as A
import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
AUGPLAY = os.environ.get("AUGPLAY", str(BUILD / "debug" / "augplay"))

HEAD = "augplay: 1\ntarget: albumentations 2.0.8\nsteps:\n"

# Without chance; each is run in both libraries.
FIXED = {
    "flip": "- {op: horizontal_flip}",
    "rotate": "- {op: rotate, angle_deg: 27}",
    "rotate nearest": "- {op: rotate, angle_deg: -10.5, interpolation: nearest, border: reflect_101}",
    "rotate cubic": "- {op: rotate, angle_deg: 45, interpolation: bicubic, fill: [10, 20, 30]}",
    "affine": "- {op: affine, angle_deg: 12, scale: 1.2, translate_x_frac: 0.13, translate_y_frac: -0.07, shear_x_deg: 5}",
    "affine px": "- {op: affine, angle_deg: 0, scale: 1, scale_x: 0.5, translate_x_frac: 0, translate_y_frac: 0, translate_x_px: 7, translate_y_px: -3}",
    "resize": "- {op: resize, width_px: 61, height_px: 47}",
    "crop": "- {op: crop, x_px: 5, y_px: 9, width_px: 50, height_px: 40}",
    "resize area": "- {op: resize, width_px: 61, height_px: 47, interpolation: area}",
    "resize lanczos": "- {op: resize, width_px: 61, height_px: 147, interpolation: lanczos}",
    "resize shrinking": "- {op: resize, width_px: 61, height_px: 147, area_when_shrinking: true}",
    "transpose": "- {op: transpose}",
    "turns": "\n".join(f"- {{op: turn, symmetry: {s}}}" for s in ["r90", "hvt", "r270", "t", "r180", "v", "h", "e", "hvt"]),
    "pad": "- {op: pad, left_px: 3, bottom_px: 8, border: reflect_101}",
    "pad filled": "- {op: pad, top_px: 3, right_px: 8, fill: [7, 8, 9]}",
    "centre crop": "- {op: center_crop, width_px: 60, height_px: 41}",
    "centre crop padded": "- {op: center_crop, width_px: 60, height_px: 90, pad_if_needed: true, fill: 9}",
    "longest": "- {op: longest_max_size, size_px: 60}",
    "smallest": "- {op: smallest_max_size, size_px: 60, interpolation: bicubic}",
    "longest in a rectangle": "- {op: longest_max_size, width_px: 60, height_px: 33}",
    "smallest of a height": "- {op: smallest_max_size, height_px: 99}",
    "scale": "- {op: random_scale, scale: 0.71}",
    "crop and pad": "- {op: crop_and_pad, amount_frac: -0.1, interpolation: nearest}",
    "crop and pad px": "- {op: crop_and_pad, amount_frac: 0, amount_px: 5, fill: 20, keep_size: false}",
    "rotate and crop": "- {op: rotate, angle_deg: 20, crop_border: true}",
    "rotate with ellipses": "- {op: rotate, angle_deg: 20, rotate_method: ellipse}",
    "affine fitted": "- {op: affine, angle_deg: 20, scale: 0.8, translate_x_frac: 0, translate_y_frac: 0, fit_output: true}",
    "brightness": "- {op: brightness, factor: 1.37}",
    "contrast": "- {op: contrast, factor: 0.6}",
    "color": "- {op: color, factor: 1.7}",
    "hue": "- {op: hue, shift_frac: 0.11}",
    "posterize": "- {op: posterize, bits: 3}",
    "solarize": "- {op: solarize, threshold_level: 100}",
    "equalize": "- {op: equalize}",
    "autocontrast": "- {op: autocontrast}",
    "autocontrast cutoff": "- {op: autocontrast, cutoff_pct: 5}",
    "autocontrast pil": "- {op: autocontrast, method: pil}",
    "equalize pil": "- {op: equalize, mode: pil}",
    "equalize luma": "- {op: equalize, by_channels: false}",
    "brightness contrast": "- {op: random_brightness_contrast, brightness_frac: 0.17, contrast_frac: -0.3}",
    "brightness contrast by mean": "- {op: random_brightness_contrast, brightness_frac: 0.17, contrast_frac: 0.3, brightness_by_max: false, ensure_safe_range: true}",
    "gamma": "- {op: gamma, gamma: 1.25}",
    "hue saturation value": "- {op: hue_saturation_value, hue_deg: 31, saturation_level: -20, value_level: 11.5}",
    "rgb shift": "- {op: rgb_shift, r_level: 20, g_level: -33.5, b_level: 0.5}",
    "grayscale": "- {op: grayscale}",
    "grayscale pca": "- {op: grayscale, method: pca}",
    "sepia": "- {op: sepia}",
    "invert": "- {op: invert}",
    "fancy pca": "- {op: fancy_pca, alpha: 0}",
    "illumination": "- {op: illumination, intensity_frac: -0.13, effect: brighten, angle_deg: 33}",
    "illumination gaussian": "- {op: illumination, mode: gaussian, intensity_frac: 0.13, effect: brighten, x_frac: 0.3, y_frac: 0.3, sigma_frac: 0.4}",
    "gaussian blur": "- {op: gaussian_blur, sigma_px: 1.3}",
    "lens": "- {op: optical_distortion, distortion: 0.4}",
    "bleach": "- {op: random_snow, snow_frac: 0.3}",
    "factor": "- {op: multiplicative_noise, factors: [1.3]}",
    "factor range": "- {op: multiplicative_noise, low: 0.7, high: 0.7, per_channel: true}",
    "offsets": "- {op: additive_noise, offsets_frac: [0.1, -0.05, 0.3]}",
    "pixel dropout": "- {op: pixel_dropout, drop_frac: 1, fill: [1, 2, 3]}",
    "salt": "- {op: salt_and_pepper, amount_frac: 1, salt_frac: 1}",
    "one cell": "- {op: grid_dropout, rows: 1, columns: 1, random_offset: false, shift_x_px: 7, shift_y_px: 5, fill: [9, 8, 7]}",
    "one tile": "- {op: random_grid_shuffle, rows: 1, columns: 1}",
    "box blur": "- {op: box_blur, kernel_px: 5}",
    "median blur": "- {op: median_blur, kernel_px: 5}",
    "defocus": "- {op: defocus, radius_px: 4, alias_blur_px: 0.3}",
    "zoom blur": "- {op: zoom_blur, max_factor: 1.2, step_factor: 0.02}",
    "motion blur": "- {op: motion_blur, kernel_px: 7, angle_deg: 30, direction: 0.5, shift_x: 0, shift_y: 0}",
    "advanced blur": "- {op: advanced_blur, kernel_px: 7, angle_deg: 20, sigma_x_px: 2, sigma_y_px: 1, beta: 1, noise_min: 1, noise_max: 1}",
    "advanced blur large": "- {op: advanced_blur, kernel_px: 15, angle_deg: 20, sigma_x_px: 4, sigma_y_px: 3, beta: 1, noise_min: 1, noise_max: 1}",
    "ringing": "- {op: ringing_overshoot, kernel_px: 9, cutoff: 1.1}",
    "sharpen": "- {op: sharpen, alpha: 0.4, lightness: 0.8}",
    "sharpen gaussian": "- {op: sharpen, alpha: 0.4, method: gaussian, kernel_px: 7, sigma_px: 1.5}",
    "unsharp mask": "- {op: unsharp_mask, kernel_px: 5, alpha: 0.5}",
    "emboss": "- {op: emboss, alpha: 0.4, strength: 0.6}",
    "compression": "- {op: image_compression, quality: 40}",
    "downscale": "- {op: downscale, scale: 0.4, down_interpolation: bilinear}",
    "one channel": "- select_channels: [{op: solarize}, {op: posterize, bits: 3}]\n  channels: [2]",
    "morphology": "- {op: morphology, operation: erosion, width_px: 3, height_px: 5}",
    "chain": "- {op: horizontal_flip}\n- repeat: [{op: rotate, angle_deg: 5}]\n  times: 3\n- {op: posterize, bits: 5}",
}

# With chance; these load, run and are written again.
DRAWN = {
    "nodes and output": """\
- if_else: [{op: horizontal_flip, p: 0.5}, {op: vertical_flip}]
  chance: 0.3
- if_else: [{op: identity}]
  p: 0.5
- select_channels: [{op: solarize}, {op: posterize, bits: 3}]
  channels: [2]
then: {normalize: {mean: [0.1, 0.2, 0.3], sd: [1, 2, 0.5]}}
""",
    "all": """\
- {op: random_resized_crop, width_px: 96, height_px: 64, area_frac: [0.5, 1]}
- {op: horizontal_flip, p: 0.5}
- {op: rotate, p: 0.7, angle_deg: [-20, 20], fill: [1, 2, 3]}
- {op: affine, p: 0.3}
- {op: color_jitter, brightness: 1}
- {op: gaussian_blur, kernel_px: 7, p: 0.5}
- one_of:
  - {op: equalize, weight: 3, p: 0.5}
  - {op: autocontrast, weight: 1}
  - some_of: [{op: posterize}, {op: solarize}]
    n: [0, 2]
    weight: 2
  p: 0.4
- some_of: [{op: brightness, factor: {choice: {values: [0.5, 1.5], weights: [1, 3]}}}, {op: contrast, p: 0.5}]
  n: 3
  replace: true
  order: drawn
- random_order: [{op: hue}, {op: color}]
- repeat: [{op: rotate, angle_deg: {signed: [1, 4]}}]
  times: [1, 2]
- sequence: []
""",
    "distortions and weather": """\
- {op: grid_distortion, cells: 4}
- {op: optical_distortion, mode: fisheye}
- {op: thin_plate_spline}
- {op: grid_elastic_deform}
- {op: random_fog}
- {op: random_rain, kind: drizzle, length_px: 9}
- {op: random_snow, method: texture}
- {op: spatter}
- {op: spatter, mode: mud}
- {op: random_shadow, shadows: [1, 3]}
- {op: random_sun_flare, radius_px: 30}
- {op: chromatic_aberration}
- {op: random_gravel, patches: 3}
- {op: plasma_shadow, roughness: 0.7}
- {op: plasma_brightness_contrast}
""",
    "colour": """\
- {op: random_brightness_contrast}
- {op: gamma}
- {op: tone_curve, per_channel: true}
- {op: hue_saturation_value, hue_deg: 10}
- {op: rgb_shift, r_level: [-0.5, 0.5]}
- {op: planckian_jitter, mode: cied, sampling: gaussian}
- {op: planckian_jitter, low_k: 3500}
- {op: channel_shuffle, p: 0.5}
- {op: channel_dropout, channels: [1, 2], fill_level: 7}
- {op: fancy_pca}
- {op: illumination}
- {op: illumination, mode: corner, intensity_frac: [-0.2, -0.1]}
- {op: illumination, mode: gaussian}
- {op: grayscale, method: desaturation, p: 0.1}
""",
    "blurs": """\
- {op: box_blur}
- {op: median_blur, p: 0.5}
- {op: motion_blur}
- {op: glass_blur}
- {op: advanced_blur}
- {op: image_compression}
- {op: unsharp_mask}
""",
    "crops and corners": """\
- {op: random_rotate90}
- {op: d4}
- {op: random_crop_from_borders}
- {op: random_sized_crop, width_px: 103, height_px: 71, crop_height_px: [30, 60]}
- {op: random_crop, width_px: 90, height_px: 120, pad_if_needed: true, position: random}
- {op: crop_and_pad, each_side: false}
- {op: crop_and_pad, amount_frac: 0, amount_px: [-3, 4]}
- {op: perspective, fit_output: true, fill: [1, 2, 3]}
- {op: perspective, keep_size: false}
- {op: smallest_max_size, size_px: [60, 70]}
- {op: random_scale, interpolation: area}
- {op: affine, balanced_scale: true, scale: [0.5, 3]}
""",
    "noise and holes": """\
- {op: clahe}
- {op: gauss_noise, per_channel: false}
- {op: coarse_dropout, holes: [1, 3]}
- {op: coarse_dropout, cover: noise, fill_mask: true}
- {op: coarse_dropout, cover: random_colour}
- {op: grid_dropout, cover: noise}
- {op: grid_dropout, rows: 3, columns: 5, hole_frac: 0.3, fill_mask: true}
- {op: grid_dropout, unit_px: [10, 20]}
- {op: random_erasing, cover: random_colour}
- {op: xy_masking, masks_x: 2, x_length_px: [3, 9]}
- {op: pixel_dropout, cover: random_colour, per_channel: true}
- {op: random_grid_shuffle, rows: 2, columns: 4}
- {op: salt_and_pepper}
- {op: shot_noise}
- {op: iso_noise}
- {op: multiplicative_noise, elementwise: true}
- {op: additive_noise}
- {op: additive_noise, law: gaussian, spatial: per_pixel}
- {op: additive_noise, law: laplace, spatial: shared}
- {op: additive_noise, law: beta}
- {op: elastic_transform, fill: [1, 2, 3]}
- {op: translate}
- {op: affine, scale_x: 1.2}
""",
}

# Rules for boxes and keypoints: they are written as the library writes them.
RULES = {
    "boxes": "boxes: {}\n",
    "boxes, every rule": "boxes: {format: coco, min_area_px: 30.5, min_visibility: 0.3, min_width_px: 2, "
                         "min_height_px: 3, max_aspect_ratio: 4}\n",
    "keypoints": "keypoints: {remove_outside: false}\n",
    "both": "boxes: {format: yolo}\nkeypoints: {}\n",
}

# Where 20 x 10 px at (10, 20) lie after the step, in a picture of 103 x 71 px, and the point in their middle.
MOVED = {
    "- {op: horizontal_flip}": ([73, 20, 93, 30], [82, 25]),
    "- {op: crop, x_px: 15, y_px: 3, width_px: 50, height_px: 40}": ([0, 17, 15, 27], [5, 22]),
    "- {op: pad, left_px: 3, top_px: 8, fill: [7, 8, 9]}": ([13, 28, 33, 38], [23, 33]),
    "- {op: letterbox, width_px: 206, height_px: 206}": ([20, 72, 60, 92], [40, 82]),
}

# How the same box is given, by the rules' format, and how the library's is read as corners in px.
FORMATS = {
    "pascal_voc": ([10, 20, 30, 30], lambda b, w, h: b),
    "coco": ([10, 20, 20, 10], lambda b, w, h: [b[0], b[1], b[0] + b[2], b[1] + b[3]]),
    "albumentations": ([10 / 103, 20 / 71, 30 / 103, 30 / 71], lambda b, w, h: [b[0] * w, b[1] * h, b[2] * w, b[3] * h]),
    "yolo": ([20 / 103, 25 / 71, 20 / 103, 10 / 71],
             lambda b, w, h: [(b[0] - b[2] / 2) * w, (b[1] - b[3] / 2) * h, (b[0] + b[2] / 2) * w, (b[1] + b[3] / 2) * h]),
}

# Steps that look at boxes and masks.
LOOKING = """\
- {op: random_crop_near_bbox, shift_y_frac: 0.1, p: 0.5}
- {op: bbox_safe_random_crop, erosion_frac: 0.2}
- {op: at_least_one_bbox_random_crop, width_px: 7, height_px: 6, p: 0.5}
- {op: crop_non_empty_mask_if_exists, width_px: 6, height_px: 5, ignore_labels: [3]}
- {op: mask_dropout, objects: [1, 3], fill: 9}
"""

# The library writes arguments of a base class too, which it then drops with a warning.
LOADED = {
    "safe rotate": "- {op: safe_rotate, angle_deg: 33, fill: 7}",
    "pad if needed": "- {op: pad_if_needed, min_width_px: 150, min_height_px: 60}",
    "letterbox": "- {op: letterbox, width_px: 99, height_px: 120}",
    "letterbox at the corner": "- {op: letterbox, width_px: 64, height_px: 80, stride_px: 32, center: false, fill: [1, 2, 3]}",
    "pad to multiples": "- {op: pad_if_needed, width_divisor_px: 32, height_divisor_px: 64, position: top_left}",
}

# The most levels and the greatest share by which float arithmetic may differ.
LEVELS, SHARE = 1, 0.005


def augplay(*args):
    done = subprocess.run([AUGPLAY, *map(str, args)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"augplay {args} failed:\n{done.stderr}")
    return done.stdout


def photo():
    y, x = np.mgrid[0:71, 0:103]
    channels = [x * 2 + y, 255 - x - y, (x - 50) ** 2 // 9 + y]
    picture = np.stack(channels, axis=-1) % 256
    noise = np.random.default_rng(7).integers(-20, 21, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def same(a, b):
    """Equal trees; whole numbers and floats alike, lists and tuples alike."""
    return json.loads(json.dumps(a)) == json.loads(json.dumps(b))


def written_again(tree):
    """What the library writes of a file: the channels of SelectiveChannelTransform, which it reads, it leaves out."""
    if isinstance(tree, list):
        return [written_again(item) for item in tree]
    if not isinstance(tree, dict):
        return tree
    dropped = "channels" if tree.get("__class_fullname__") == "SelectiveChannelTransform" else None
    return {key: written_again(value) for key, value in tree.items() if key != dropped}


class Exported(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def export(self, steps, form, rules=""):
        policy = self.folder / "policy.yaml"
        policy.write_text(HEAD.replace("steps:", rules + "steps:") + steps)
        file = self.folder / f"exported.{form}"
        augplay("export", policy, "--to", f"albumentations-{form}", "-o", file)
        return policy, file

    def load(self, file, form):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return A.load(str(file), data_format=form)

    def test_files_say_the_same_when_written_again(self):
        import yaml

        for name, steps in {**FIXED, **DRAWN}.items():
            for form, parse in (("json", json.loads), ("yaml", yaml.safe_load)):
                with self.subTest(name, form=form):
                    _, file = self.export(steps, form)
                    loaded = self.load(file, form)
                    self.assertTrue(same(A.to_dict(loaded), written_again(parse(file.read_text()))), file.read_text())

    def test_rules_say_the_same_when_written_and_read_again(self):
        import yaml

        for name, rules in RULES.items():
            for form, parse in (("json", json.loads), ("yaml", yaml.safe_load)):
                with self.subTest(name, form=form):
                    _, file = self.export("- {op: horizontal_flip}", form, rules)
                    self.assertTrue(same(A.to_dict(self.load(file, form)), parse(file.read_text())), file.read_text())
                    again = yaml.safe_load(augplay("import", file))
                    wanted = yaml.safe_load(rules)
                    # The library swaps no keypoints.
                    if "keypoints" in wanted:
                        wanted["keypoints"]["swap_left_right"] = False
                    self.assertEqual({key: again.get(key) for key in wanted}, wanted)

    def test_boxes_and_keypoints_go_with_the_picture(self):
        for (steps, (box, to)), form in itertools.product(MOVED.items(), FORMATS):
            with self.subTest(steps, form=form):
                _, file = self.export(steps, "json", f"boxes: {{format: {form}}}\nkeypoints: {{}}\n")
                given, corners = FORMATS[form]
                out = self.load(file, "json")(image=photo(), bboxes=[given], labels=["cat"], keypoints=[[20, 25]],
                                              keypoint_labels=["nose"])
                height, width = out["image"].shape[:2]
                np.testing.assert_allclose(corners(out["bboxes"][0], width, height), box, atol=1e-3)
                self.assertEqual((out["labels"], out["keypoint_labels"]), (["cat"], ["nose"]))
                if "letterbox" not in steps:  # Sizes are rounded there, keypoints scaled by the unrounded factor.
                    np.testing.assert_allclose(out["keypoints"], [to], atol=1e-3)

    def test_rules_take_boxes_and_keypoints_out(self):
        rules = "boxes: {min_area_px: 30, min_visibility: 0.5, min_width_px: 3, max_aspect_ratio: 4}\nkeypoints: {}\n"
        _, file = self.export("- {op: crop, x_px: 15, y_px: 3, width_px: 50, height_px: 40}", "json", rules)
        boxes = [[10, 20, 30, 30], [10, 20, 19, 30], [20, 20, 23, 29], [20, 20, 24, 29], [20, 5, 24, 22], [70, 3, 90, 30],
                 [-9, 20, 20, 30], [-9, 20, 26, 30]]
        points = [[20, 20], [14, 20], [64, 42], [65, 42]]
        out = self.load(file, "json")(image=photo(), bboxes=boxes, labels=list(range(8)), keypoints=points,
                                      keypoint_labels=list(range(4)))
        # The last: clipped to the picture first, 11 of 26 px are left, less than half; of 35 still less.
        self.assertEqual(out["labels"], [0, 3])
        self.assertEqual(out["keypoint_labels"], [0, 2])

    def test_steps_that_look_at_boxes_and_masks_run(self):
        _, file = self.export(LOOKING, "json")
        mask = np.zeros((71, 103), np.uint8)
        mask[20:30, 10:30] = 5
        mask[40:44, 60:61] = 3
        transform = self.load(file, "json")
        self.assertTrue(same(A.to_dict(transform), json.loads(file.read_text())), file.read_text())
        for _ in range(20):
            out = transform(image=photo(), mask=mask, bboxes=[[10, 20, 30, 30]], cropping_bbox=[10, 20, 30, 30])
            self.assertEqual(out["image"].shape[:2], out["mask"].shape)

    def test_every_op_and_choice_loads(self):
        for op in json.loads(augplay("ops", "--json"))["ops"]:
            words = [(p["name"], word) for p in op["params"] for word in p.get("choices") or []]
            for name, word in [("", ""), *words]:
                with self.subTest(op["name"], choice=(name, word)):
                    policy = self.folder / "op.json"
                    step = {"op": op["name"], **({name: word} if name else {})}
                    policy.write_text(json.dumps({"augplay": 1, "target": "albumentations 2.0.8", "steps": [step]}))
                    try:
                        text = augplay("export", policy, "--to", "albumentations-json")
                    except AssertionError:
                        continue  # No op or choice of this library.
                    with warnings.catch_warnings():
                        warnings.simplefilter("error")
                        # PiecewiseAffine says this of itself.
                        warnings.filterwarnings("ignore", message="This augmenter is very slow")
                        A.from_dict(json.loads(text))

    def test_drawn_policies_run(self):
        for name, steps in DRAWN.items():
            _, file = self.export(steps, "json")
            loaded = self.load(file, "json")
            # A normalised picture is no longer bytes.
            kind = np.float32 if "then:" in steps else np.uint8
            for _ in range(20):
                with self.subTest(name):
                    self.assertEqual(loaded(image=photo())["image"].dtype, kind)

    def test_pixels_of_policies_without_chance_are_equal(self):
        picture = self.folder / "photo.png"
        Image.fromarray(photo()).save(picture)
        for name, steps in {**FIXED, **LOADED}.items():
            with self.subTest(name):
                policy, file = self.export(steps, "json")
                theirs = self.load(file, "json")(image=photo())["image"]
                out = self.folder / name.replace(" ", "-")
                augplay("apply", policy, picture, "--out", out, "--views", 1)
                (found,) = out.glob("*.png")
                ours = np.asarray(Image.open(found).convert("RGB"))
                self.assertEqual(ours.shape, theirs.shape)
                gap = np.abs(ours.astype(int) - theirs.astype(int))
                self.assertLessEqual(gap.max(), LEVELS)
                self.assertLessEqual((gap > 0).mean(), SHARE)


if __name__ == "__main__":
    unittest.main()
