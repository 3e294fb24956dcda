"""What `augplay lint` says of Albumentations files is what the library does with them."""

import inspect
import json
import subprocess
import tempfile
import unittest
import warnings
from pathlib import Path

import albumentations as A

ROOT = Path(__file__).parents[2]
AUGPLAY = ROOT / "target" / "debug" / "augplay"
TABLE = json.loads((ROOT / "src" / "lint" / "albumentations.json").read_text())["2.0.8"]


def load(tree: dict) -> tuple[object, list[str]]:
    """The pipeline, and what the library warns of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        pipeline = A.from_dict(tree)
    return pipeline, [str(w.message) for w in caught]


def lint(tree: dict, *args: str) -> tuple[list[dict], dict]:
    """Findings, and the file afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.json"
        path.write_text(json.dumps(tree))
        done = subprocess.run([AUGPLAY, "lint", "--format", "json", *args, path], capture_output=True, text=True)
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout), json.loads(path.read_text())


def file(*transforms: dict) -> dict:
    inside = {"__class_fullname__": "Compose", "transforms": list(transforms), "p": 1.0}
    return {"__version__": "2.0.8", "transform": inside}


class Signatures(unittest.TestCase):
    def test_the_table_is_the_librarys(self) -> None:
        for name, args in TABLE.items():
            found = getattr(A, name, None)
            if found is None:
                continue
            own = [p for p in inspect.signature(found.__init__).parameters if p not in ("self", "args", "kwargs")]
            self.assertEqual(sorted(args), sorted(own), name)
        transforms = [
            name
            for name in dir(A)
            if inspect.isclass(getattr(A, name)) and issubclass(getattr(A, name), (A.BasicTransform, A.BaseCompose))
        ]
        # Bases that nobody writes down.
        missing = {n for n in transforms if n not in TABLE and "Transform" not in n and not n.startswith("Base")}
        self.assertLessEqual(missing, {"Compose3D"})


class Lint(unittest.TestCase):
    def test_the_rotate_that_loads_as_ninety_degrees(self) -> None:
        tree = file({"__class_fullname__": "Rotate", "angle_range": [-10, 10], "p": 1.0})
        pipeline, told = load(tree)
        self.assertEqual(pipeline.transforms[0].limit, (-90, 90))
        findings, fixed = lint(tree, "--fix")
        self.assertEqual(findings, [])
        pipeline, told = load(fixed)
        self.assertEqual((pipeline.transforms[0].limit, told), ((-10, 10), []))

    def test_p_is_a_half_where_it_is_missing(self) -> None:
        for name, more in [("Resize", {"height": 8, "width": 8}), ("HorizontalFlip", {}), ("D4", {})]:
            tree = file({"__class_fullname__": name, **more})
            self.assertEqual(load(tree)[0].transforms[0].p, 0.5)
            rules = [f["rule"] for f in lint(tree)[0]]
            own = inspect.signature(getattr(A, name).__init__).parameters["p"].default
            self.assertEqual(rules, ["ALB002"] if own != 0.5 else [], name)
            fixed = lint(tree, "--fix")[1]
            self.assertEqual(load(fixed)[0].transforms[0].p, own)

    def test_what_does_not_load_is_found(self) -> None:
        for tree, rule in [
            (file({"__class_fullname__": "Flip", "p": 0.5}), "ALB003"),
            (file({"__class_fullname__": "OneOf", "odd": 1, "p": 0.5, "transforms": []}), "ALB004"),
        ]:
            with self.assertRaises((KeyError, TypeError)):
                load(tree)
            self.assertEqual([f["rule"] for f in lint(tree)[0]], [rule])

    def test_files_of_1x_load_without_a_warning_when_fixed(self) -> None:
        tree = file(
            {"__class_fullname__": "GaussNoise", "var_limit": [10.0, 50.0], "always_apply": False, "p": 0.5},
            {"__class_fullname__": "CoarseDropout", "max_holes": 8, "max_height": 16, "max_width": 16, "fill_value": 0, "p": 0.3},
            {"__class_fullname__": "ImageCompression", "quality_lower": 60, "quality_upper": 90, "p": 0.3},
            {"__class_fullname__": "Rotate", "limit": 10, "value": None, "mask_value": None, "always_apply": True, "p": 0.3},
            {"__class_fullname__": "RandomFog", "fog_coef_lower": 0.3, "fog_coef_upper": 0.5, "p": 0.3},
            {"__class_fullname__": "Affine", "cval": 3, "mode": 0, "p": 0.3},
            {"__class_fullname__": "GridDropout", "unit_size_min": 10, "unit_size_max": 20, "fill_value": 0, "p": 0.3},
            {"__class_fullname__": "Solarize", "threshold": 128, "p": 0.3},
        )
        self.assertTrue(load(tree)[1])
        findings, fixed = lint(tree, "--fix")
        self.assertEqual(findings, [])
        self.assertEqual(load(fixed)[1], [])


if __name__ == "__main__":
    unittest.main()
