"""The same bytes as in the browser, in Node and on the command line."""

import hashlib
import json
import unittest
from pathlib import Path

import augplay
import numpy as np

CORPUS = Path(__file__).parents[2] / "tests" / "golden" / "bytes.json"


def picture(width: int, height: int, channels: int) -> np.ndarray:
    """The corpus' picture: slow gradients under noise (``tests/golden/picture.rs``)."""
    state, values = 0x2545F491, []
    for y in range(height):
        for x in range(width):
            for c in range(channels):
                state = (state * 1_664_525 + 1_013_904_223) % 2**32
                values.append(((x * (3 + c) + y * (5 - c)) % 224 + (state >> 27)) & 255)
    return np.array(values, np.uint8).reshape(height, width, channels)


class Corpus(unittest.TestCase):
    def made(self, case: dict) -> str:
        policy = augplay.Policy.parse(case["policy"])
        image = picture(*case["picture"])
        try:
            if members := case.get("members"):
                keys = [f"{case['key']}{i}" for i in range(members)]
                view = policy.mix([{"image": image}] * members, keys=keys, view=case["view"])[0]
            else:
                view = policy(image, key=case["key"], view=case["view"])
        except augplay.AugplayError as error:
            return str(error)
        height, width, channels = view.image.shape
        return f"{width}x{height}x{channels} {hashlib.sha256(view.image.tobytes()).hexdigest()}"

    def test_every_case(self) -> None:
        cases = json.loads(CORPUS.read_text())
        self.assertGreater(len(cases), 300)
        for case in cases:
            with self.subTest(case["policy"]):
                self.assertEqual(self.made(case), case["result"])


if __name__ == "__main__":
    unittest.main()
