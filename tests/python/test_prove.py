"""`augplay prove`: its zip, run with the real library, finds every step as stated.

PROVE_FORMAT and PROVE_TARGET choose another library than Albumentations; `cargo xtask verify` does.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
AUGPLAY = os.environ.get("AUGPLAY", str(BUILD / "debug" / "augplay"))
FORMAT = os.environ.get("PROVE_FORMAT", "albumentations-json")
TARGET = os.environ.get("PROVE_TARGET", "albumentations 2.0.8")

# What an op needs beside its defaults on a picture of 103 x 71 px.
MORE = {
    "resize": "width_px: 61, height_px: 90",
    "random_resized_crop": "width_px: 50, height_px: 60",
    "random_sized_crop": "width_px: 50, height_px: 60, crop_height_px: [20, 40]",
    "random_sized_bbox_safe_crop": "width_px: 50, height_px: 60",
    "letterbox": "width_px: 99, height_px: 120",
    "pad_if_needed": "min_width_px: 150, min_height_px: 80",
    "longest_max_size": "size_px: 60",
    "smallest_max_size": "size_px: 60",
    "scale_jitter": "width_px: 60, height_px: 60",
    "random_shortest_size": "size_px: 60",
    "rotate": "angle_deg: [-90, 90]",
    "elastic_transform": "alpha_px: 40, sigma_px: 4",
    "pad": "left_px: 3, bottom_px: 8",
    "crop": "x_px: 5, y_px: 9, width_px: 50, height_px: 40",
    "erase": "rects_px: [[5, 6, 20, 30], [90, 60, 40, 40]], fill: [1, 200, 3]",
    "random_iou_crop": "p: 0",
    "solarize_add": "add_level: 60",
}
CROPS = ("random_crop", "center_crop", "at_least_one_bbox_random_crop", "crop_non_empty_mask_if_exists")
for crop in CROPS:
    MORE[crop] = "width_px: 40, height_px: 30"

# These want what a picture alone has not, or are parts of other ops.
LEFT_OUT = {"random_crop_near_bbox", "at_least_one_bbox_random_crop", "erase_region", "move_tiles"}

# Further settings.
SETTINGS = [
    "{op: rotate, angle_deg: 33, interpolation: bicubic, border: reflect_101}",
    "{op: resize, width_px: 61, height_px: 90, interpolation: bicubic}",
    "{op: perspective, fit_output: true}",
    "{op: perspective, keep_size: false}",
    "{op: grid_elastic_deform, rows: 3, columns: 5}",
    "{op: grid_distortion, normalized: false}",
    "{op: illumination, mode: corner}",
    "{op: illumination, mode: gaussian}",
    "{op: random_snow, method: texture}",
    "{op: spatter, mode: mud}",
    "{op: random_sun_flare, method: physics_based, radius_px: 30}",
    "{op: glass_blur, mode: exact}",
    "{op: additive_noise, law: gaussian, spatial: per_pixel}",
    "{op: additive_noise, law: laplace, spatial: shared}",
    "{op: additive_noise, law: beta, spatial: per_pixel}",
    "{op: multiplicative_noise, elementwise: true, per_channel: true}",
    "{op: pixel_dropout, per_channel: true, drop_frac: 0.3, fill: [3, 4, 5]}",
    "{op: gauss_noise, per_channel: false}",
    "{op: morphology, operation: erosion, width_px: 4, height_px: 3}",
    "{op: planckian_jitter, mode: cied}",
    "{op: tone_curve, per_channel: true}",
    "{op: channel_dropout, channels: 2, fill_level: 9}",
    "{select_channels: [{op: solarize}, {op: gauss_noise}], channels: [2]}",
]


def augplay(*args):
    return subprocess.run([AUGPLAY, *map(str, args)], capture_output=True, text=True, check=False)


def photo(seed):
    y, x = np.mgrid[0:71, 0:103]
    channels = [x * 2 + y, 255 - x - y, (x - 50) ** 2 // 9 + y]
    noise = np.random.default_rng(seed).integers(-20, 21, (71, 103, 3))
    return np.clip(np.stack(channels, axis=-1) % 256 + noise, 0, 255).astype(np.uint8)


def steps():
    catalogue = json.loads(augplay("ops", "--json").stdout)
    dialect = next(t["dialect"] for t in catalogue["targets"] if t["id"] == TARGET)
    for op in catalogue["ops"]:
        name = op["name"]
        if op["kind"] != "op" or name in LEFT_OUT or dialect not in op.get("dialects", [dialect]):
            continue
        more = MORE.get(name)
        yield f"{{op: {name}{', ' + more if more else ''}}}"


class Proofs(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.photos = self.folder / "photos"
        self.photos.mkdir()
        for i in range(2):
            Image.fromarray(photo(i)).save(self.photos / f"photo {i}.png")

    def prove(self, text, *more):
        policy = self.folder / "policy.yaml"
        policy.write_text(f"augplay: 1\ntarget: {TARGET}\nseed: 3\nsteps:\n" + text)
        out = self.folder / "proof.zip"
        done = augplay("prove", policy, self.photos, "--to", FORMAT, "-o", out, *more)
        self.assertEqual(done.returncode, 0, done.stderr + text)
        to = Path(tempfile.mkdtemp(dir=self.folder))
        zipfile.ZipFile(out).extractall(to)
        return to

    def verify(self, folder):
        done = subprocess.run([sys.executable, "verify.py"], cwd=folder, capture_output=True, text=True, check=False)
        self.assertNotIn("Traceback", done.stderr, done.stderr)
        return done

    def check(self, lines, views=2):
        found, wrong = set(), []
        for start in range(0, len(lines), 12):
            text = "".join(f"- {line}\n" for line in lines[start:start + 12])
            done = self.verify(self.prove(text, "--views", views))
            wrong += [line for line in done.stdout.splitlines() if "FAILS" in line]
            for line in done.stdout.splitlines():
                if ": not compared: " in line and line.startswith("  "):
                    found.add(line.strip())
        self.assertEqual(wrong, [])
        return found

    def test_every_op(self):
        found = self.check(list(steps()))
        allowed = [line for line in found if "no counterpart" not in line]
        self.assertEqual(allowed, [], found)
        print("\n".join(sorted(found)))

    def test_settings(self):
        parsed = {line: augplay("validate", self.one(line)).returncode for line in SETTINGS}
        lines = [line for line, code in parsed.items() if code == 0]
        if TARGET.startswith("albumentations"):
            self.assertEqual(lines, SETTINGS)
        self.check(lines)

    def one(self, line):
        path = self.folder / "one.yaml"
        path.write_text(f"augplay: 1\ntarget: {TARGET}\nsteps:\n- {line}\n")
        return path

    @unittest.skipUnless(TARGET.startswith("albumentations"), "albucore's alone")
    def test_sun_flare_is_exact_without_half_precision(self):
        folder = self.prove("- {op: random_sun_flare, radius_px: 30}\n", "--views", 4)
        script = "import runpy, simsimd; simsimd.disable_capability('sapphire'); runpy.run_path('verify.py', run_name='__main__')"
        done = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False)
        lines = [line for line in done.stdout.splitlines() if " view " in line and "flare: " in line]
        self.assertEqual(len(lines), 8, done.stdout + done.stderr)
        for line in lines:
            self.assertIn("random_sun_flare: 0 of ", line)

    def test_a_wrong_pixel_is_found(self):
        folder = self.prove("- {op: horizontal_flip}\n")
        path = next(folder.glob("pixels/0-0/*.png"))
        picture = np.asarray(Image.open(path)).copy()
        picture[3, 4, 1] ^= 1
        Image.fromarray(picture).save(path)
        done = self.verify(folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn("1 of 21939 values differ, at most by 1; exact: FAILS", done.stdout)

    def test_the_same_policy_gives_the_same_zip(self):
        self.prove("- {op: rotate}\n")
        first = (self.folder / "proof.zip").read_bytes()
        self.prove("- {op: rotate}\n")
        self.assertEqual(first, (self.folder / "proof.zip").read_bytes())


if __name__ == "__main__":
    unittest.main()
