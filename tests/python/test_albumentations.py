"""Exported Albumentations files in the real library: they load without a warning, say the same when
written again, and for policies without chance give augplay's pixels."""

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
    "brightness": "- {op: brightness, factor: 1.37}",
    "contrast": "- {op: contrast, factor: 0.6}",
    "color": "- {op: color, factor: 1.7}",
    "hue": "- {op: hue, shift_frac: 0.11}",
    "posterize": "- {op: posterize, bits: 3}",
    "solarize": "- {op: solarize, threshold_level: 100}",
    "equalize": "- {op: equalize}",
    "autocontrast": "- {op: autocontrast}",
    "autocontrast cutoff": "- {op: autocontrast, cutoff_pct: 5}",
    "gaussian blur": "- {op: gaussian_blur, sigma_px: 1.3}",
    "lens": "- {op: optical_distortion, distortion: 0.4}",
    "bleach": "- {op: random_snow, snow_frac: 0.3}",
    "chain": "- {op: horizontal_flip}\n- repeat: [{op: rotate, angle_deg: 5}]\n  times: 3\n- {op: posterize, bits: 5}",
}

# With chance; these load, run and are written again.
DRAWN = {
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
    "noise and holes": """\
- {op: clahe}
- {op: gauss_noise, per_channel: false}
- {op: coarse_dropout, holes: [1, 3]}
- {op: coarse_dropout, cover: noise, fill_mask: true}
- {op: coarse_dropout, cover: random_colour}
- {op: elastic_transform, fill: [1, 2, 3]}
- {op: translate}
- {op: affine, scale_x: 1.2}
""",
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


class Exported(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def export(self, steps, form):
        policy = self.folder / "policy.yaml"
        policy.write_text(HEAD + steps)
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
                    self.assertTrue(same(A.to_dict(loaded), parse(file.read_text())), file.read_text())

    def test_drawn_policies_run(self):
        for name, steps in DRAWN.items():
            _, file = self.export(steps, "json")
            loaded = self.load(file, "json")
            for _ in range(20):
                with self.subTest(name):
                    self.assertEqual(loaded(image=photo())["image"].dtype, np.uint8)

    def test_pixels_of_policies_without_chance_are_equal(self):
        picture = self.folder / "photo.png"
        Image.fromarray(photo()).save(picture)
        for name, steps in FIXED.items():
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
