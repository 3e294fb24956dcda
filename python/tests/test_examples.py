"""The examples run, and Ray's workers make what one process makes."""

import importlib.util
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
from PIL import Image

EXAMPLES = Path(__file__).parents[1] / "examples"
SAMPLES = Path(__file__).parents[2] / "www" / "samples"


def run(name: str, *args: str) -> str:
    done = subprocess.run([sys.executable, EXAMPLES / name, *args], capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


def ray_starts() -> str | None:
    """Why Ray itself does not start on this machine, if so; what it does then is tested."""
    start = "import ray; ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False)"
    try:
        done = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, timeout=180)
    except subprocess.TimeoutExpired:
        return "no answer in three minutes"
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or ["no reason given"])[-1]


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name) / "photos"
        cls.folder.mkdir()
        found = sorted(p for p in SAMPLES.iterdir() if p.suffix in (".jpg", ".png"))
        assert len(found) >= 4
        for path in found[:5]:
            Image.open(path).convert("RGB").save(cls.folder / f"{path.stem}.png")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.temporary.cleanup()

    def test_a_data_set(self) -> None:
        self.assertIn("(3, 96, 96)", run("dataset.py", str(self.folder)))

    def test_a_loop_in_numpy(self) -> None:
        out = run("numpy_loop.py", str(self.folder))
        self.assertIn("epoch 1: (4, 64, 64, 3)", out)

    def test_ray_makes_what_one_process_makes(self) -> None:
        if why := ray_starts():
            if os.environ.get("AUGPLAY_RAY") == "required":
                self.fail(why)
            self.skipTest(f"Ray does not start here: {why}")
        spec = importlib.util.spec_from_file_location("ray_folder", EXAMPLES / "ray_folder.py")
        example = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(example)
        out = Path(self.temporary.name) / "out"
        run("ray_folder.py", str(self.folder), str(out))
        alone = example.Augment(example.POLICY, 2)
        want = {}
        for path in self.folder.iterdir():
            rows = alone({"path": str(path), "image": np.asarray(Image.open(path))})
            want |= {row["name"]: row["image"] for row in rows}
        made = {p.name: np.asarray(Image.open(p)) for p in out.iterdir()}
        self.assertEqual(made.keys(), want.keys())
        for name, image in want.items():
            np.testing.assert_array_equal(made[name], image)


if __name__ == "__main__":
    unittest.main()
