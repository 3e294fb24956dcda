"""Pictures and annotations in and out, errors, processes and threads."""

import json
import multiprocessing
import pickle
import subprocess
import sys
import threading
import unittest

import augplay
import numpy as np
from PIL import Image

FLIP = """augplay: 1
target: torchvision 0.29 pillow
seed: 3
boxes: {}
steps:
  - {op: crop, width_px: 40, height_px: 30, x_px: 3, y_px: 2}
  - {op: horizontal_flip}
"""
RANDOM = "augplay: 1\nseed: 5\nsteps:\n  - {op: rotate}\n  - {op: color_jitter}\n  - {op: gaussian_blur}\n"


def noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)


def draw(job: tuple[augplay.Policy, int]) -> bytes:
    """What a worker does."""
    policy, view = job
    return policy(noise(40, 50, 3), key="worker", view=view).image.tobytes()


class Pictures(unittest.TestCase):
    def test_arrays_come_back_in_their_shape(self) -> None:
        policy = augplay.Policy.parse(FLIP)
        for shape in [(48, 64), (48, 64, 1), (48, 64, 3), (48, 64, 4)]:
            image = noise(*shape)
            view = policy(image, key="a")
            np.testing.assert_array_equal(view.image, image[2:32, 3:43][:, ::-1])
            self.assertTrue(view.changed)
        transposed = noise(64, 48, 3).transpose(1, 0, 2)
        np.testing.assert_array_equal(policy(transposed, key="a").image, transposed[2:32, 3:43][:, ::-1])

    def test_pillow_images_come_back_as_such(self) -> None:
        policy = augplay.Policy.parse(FLIP)
        for mode, bands in [("L", ()), ("LA", (2,)), ("RGB", (3,)), ("RGBA", (4,))]:
            pixels = noise(48, 64, *bands)
            view = policy(Image.fromarray(pixels, mode), key="a")
            self.assertIsInstance(view.image, Image.Image)
            self.assertEqual((view.image.mode, view.image.size), (mode, (40, 30)))
            np.testing.assert_array_equal(np.asarray(view.image), pixels[2:32, 3:43][:, ::-1])

    def test_what_is_no_picture_is_refused(self) -> None:
        policy = augplay.Policy.parse(FLIP)
        bad = [noise(4, 4, 2), noise(4), noise(4, 4, 3).astype(np.float32), Image.new("P", (4, 4)), noise(0, 4, 3)]
        for image in bad:
            with self.assertRaises(augplay.AugplayError) as raised:
                policy(image, key="a")
            self.assertIn(raised.exception.code, ("type", "range", "limit"))


class Annotations(unittest.TestCase):
    def test_boxes_keypoints_and_masks_follow(self) -> None:
        policy = augplay.Policy.parse(FLIP)
        ids = np.arange(48 * 64).reshape(48, 64) % 1000
        view = policy(
            noise(48, 64, 3),
            boxes=np.array([[3, 2, 13, 12], [50, 40, 60, 47]]),
            labels=["cat", "gone"],
            keypoints=[[3, 2], {"xy": [4, 2], "label": "left", "state": 1}],
            masks=ids,
            objects=[ids > 500],
            key="a",
        )
        np.testing.assert_array_equal(view.xyxy, [[30, 0, 40, 10]])
        self.assertEqual((view.labels, view.boxes[0]["index"]), (["cat"], 0))
        self.assertEqual([(d["kind"], d["index"]) for d in view.dropped], [("box", 1)])
        self.assertEqual([k["xy"] for k in view.keypoints], [[39, 0], [38, 0]])
        self.assertEqual(view.keypoints[1]["state"], 1)
        np.testing.assert_array_equal(view.masks[0], ids[2:32, 3:43][:, ::-1])
        self.assertEqual((view.masks[0].dtype, view.objects[0].dtype), (ids.dtype, np.dtype(bool)))
        again = policy(noise(48, 64, 3), boxes=view.boxes, keypoints=view.keypoints, key="b")
        self.assertEqual(len(again.boxes), 1)

    def test_broken_ones_are_named(self) -> None:
        policy = augplay.Policy.parse(FLIP)
        image = noise(48, 64, 3)
        for param, more in [
            ("boxes[1]", {"boxes": [[0, 0, 4, 4], [4, 4, 2, 8]]}),
            ("boxes[0]", {"boxes": [[0, 0, 4]]}),
            ("boxes[0]", {"boxes": [[0, 0, 4, float("nan")]]}),
            ("boxes[0]", {"boxes": [{"xywh": [0, 0, 4, 4]}]}),
            ("labels", {"boxes": [[0, 0, 4, 4]], "labels": []}),
            ("keypoints[0]", {"keypoints": [[1, "x"]]}),
            ("masks", {"masks": np.zeros((4, 4), int)}),
            ("masks", {"masks": np.full((48, 64), 70_000)}),
            ("masks", {"masks": np.zeros((48, 64), float)}),
            ("view", {"view": -1}),
            ("epoch", {"epoch": 70_000}),
        ]:
            with self.subTest(more=str(more)[:60]), self.assertRaises(augplay.AugplayError) as raised:
                policy(image, key="a", **more)
            self.assertEqual(raised.exception.param, param)


class Policies(unittest.TestCase):
    def test_errors_name_step_parameter_bounds_and_line(self) -> None:
        with self.assertRaises(augplay.AugplayError) as raised:
            augplay.Policy.parse("augplay: 1\nsteps:\n  - {op: horizontal_flip, p: 2}\n")
        error = raised.exception
        self.assertIsInstance(error, ValueError)
        self.assertEqual((error.code, error.param, error.min, error.max, error.line), ("range", "p", 0, 1, 3))

    def test_a_draw_repeats_itself(self) -> None:
        policy = augplay.Policy.parse(RANDOM)
        image = noise(48, 64, 3)
        view = policy(image, key="a", view=4)
        self.assertEqual(view.image.tobytes(), policy(image, key="a", view=4).image.tobytes())
        self.assertNotEqual(view.image.tobytes(), policy(image, key="a", view=5).image.tobytes())
        self.assertNotEqual(view.image.tobytes(), policy(image, key="a", view=4, epoch=1).image.tobytes())
        epoch = policy(image, key="a", view=3, epoch=2).image
        self.assertEqual(epoch.tobytes(), policy(image, key="a", view=2 * 65_536 + 3).image.tobytes())
        self.assertEqual(view.image.tobytes(), augplay.Policy.parse(view.draw)(image, key="any").image.tobytes())
        outcome = policy.draw(image.shape, key="a", view=4)
        self.assertEqual(outcome["steps"], view.steps)

    def test_views_and_moments_are_policies(self) -> None:
        views = {"views": [{"view": "v", "count": 2, "steps": [{"op": "resize", "width_px": 8, "height_px": 6}]}]}
        curriculum = {"curriculum": {"scale": "chance", "over": {"linear": {"from": 0, "to": 1}}}}
        policy = augplay.Policy.parse({"augplay": 1, "steps": [{"op": "invert"}], **views, **curriculum})
        self.assertEqual(policy.parts, ["v.0", "v.1"])
        image = noise(48, 64, 3)
        self.assertEqual(policy.at(1).part("v.1")(image, key="a").image.shape, (6, 8, 3))
        self.assertNotEqual(policy.at(0).part(0)(image, key="a").image.mean(), policy.at(1).part(0)(image, key="a").image.mean())
        with self.assertRaises(augplay.AugplayError):
            policy.part("w")

    def test_batches_are_mixed(self) -> None:
        policy = augplay.Policy.parse("augplay: 1\nsteps: []\nbatch: {pairing: reverse, mixes: [{mix: cutmix, alpha: 20}]}\n")
        samples = [
            {"image": np.full((24, 32, 3), level, np.uint8), "objects": np.ones((24, 32), np.uint8), "boxes": [[0, 0, 32, 24]]}
            for level in (10, 200)
        ]
        for i, view in enumerate(policy.mix(samples, keys=["a", "b"])):
            self.assertEqual([s["index"] for s in view.mix["shares"]], [i, 1 - i])
            own = (view.image[:, :, 0] == (10, 200)[i]).mean()
            self.assertAlmostEqual(own, view.mix["lambda"])
            np.testing.assert_array_equal(view.mix_mask == 255, view.image[:, :, 0] == (10, 200)[i])
            self.assertEqual(np.unique(view.objects[0]).tolist(), [1, 2])
            self.assertEqual([view.boxes_from[b["index"]]["member"] for b in view.boxes], [i, 1 - i])

    def test_the_rest_of_the_core_is_there(self) -> None:
        policy, notes = augplay.import_policy("rand-m9-mstd0.5-inc1")
        self.assertEqual((policy.to_dict()["steps"][0]["op"], notes), ("rand_augment", []))
        self.assertTrue(policy.opened("rand_augment").to_yaml())
        exported = augplay.Policy.parse(FLIP).export("torchvision-pillow")
        verdicts = {v["step"]: v["verdict"] for v in exported.verdicts}
        self.assertEqual(verdicts["horizontal_flip"], "exact")
        self.assertIn("RandomHorizontalFlip", exported.text)
        for preset in augplay.presets():
            augplay.Policy.parse(preset["policy"])
        self.assertGreater(len(augplay.catalogue()["ops"]), 100)
        self.assertIn("albumentations-json", [f["id"] for f in augplay.formats()])
        self.assertEqual(augplay.key_of(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        self.assertEqual(pickle.loads(pickle.dumps(policy)), policy)

    def test_the_command_line_is_included(self) -> None:
        command = [sys.executable, "-m", "augplay"]
        out = subprocess.run([*command, "fmt", "-"], input=FLIP, capture_output=True, text=True, check=True)
        self.assertEqual(augplay.Policy.parse(out.stdout), augplay.Policy.parse(FLIP))
        bad = subprocess.run([*command, "validate", "-"], input="augplay: 9\n", capture_output=True, text=True)
        self.assertEqual(bad.returncode, 1)
        self.assertIn("augplay", bad.stderr)


class Workers(unittest.TestCase):
    def test_processes_draw_the_same(self) -> None:
        policy = augplay.Policy.parse(RANDOM)
        jobs = [(policy, view) for view in range(6)]
        # Used before the fork, as data sets are.
        want = [draw(job) for job in jobs]
        for start in ("fork", "spawn"):
            if start not in multiprocessing.get_all_start_methods():
                continue
            with self.subTest(start), multiprocessing.get_context(start).Pool(2) as pool:
                self.assertEqual(pool.map(draw, jobs), want)

    def test_other_threads_run_meanwhile(self) -> None:
        policy = augplay.Policy.parse("augplay: 1\nsteps:\n  - {op: median_blur}\n  - {op: elastic_transform}\n")
        image = noise(1500, 1500, 3)
        begun, done, turns = threading.Event(), threading.Event(), 0

        def work() -> None:
            begun.set()
            try:
                policy(image, key="a")
            finally:
                done.set()

        # So long that the interpreter's lock never changes hands unless it is given up.
        before = sys.getswitchinterval()
        sys.setswitchinterval(60)
        try:
            thread = threading.Thread(target=work)
            thread.start()
            begun.wait()
            while not done.is_set():
                turns += 1
                done.wait(0.001)
            thread.join()
        finally:
            sys.setswitchinterval(before)
        self.assertGreater(turns, 1)


if __name__ == "__main__":
    unittest.main()
