"""Writes goldens/torch_mixes.json: mixes of batches by torchvision v2 and timm, for given numbers.

Run with torchvision 0.29 and timm 1.0:  python tests/parity/torch_mixes.py

"boxes" holds for a law, a size, lambda and a centre the box [x_min, y_min, x_max, y_max] and the corrected
lambda. "bounds" holds for timm's minmax what ranges it asks numpy for, from below to just not above.
"pictures" holds SHA-256 of a batch of four noise pictures, float levels rounded half to even, rows of
pixels with their channels together, and every sample's label weights.
"""

import hashlib
import json
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from timm.data import mixup as timm_mixup
from torchvision.transforms import v2

LAMBDAS = [0.0, 0.1, 0.25, 0.5, 0.7312, 0.96, 1.0]
SIZES = [(32, 32), (37, 23), (224, 160)]
COUNT = 4
SIZE = (19, 13)


def given(*numbers):
    """Stands in for a randint: the numbers in their order."""
    return mock.Mock(side_effect=list(numbers))


def boxes():
    for width, height in SIZES:
        for share in LAMBDAS:
            for x, y in [(0, 0), (width - 1, height - 1), (width // 2, height // 3), (5, height - 2)]:
                cut = v2.CutMix(num_classes=2)
                cut._dist = mock.Mock(sample=lambda _, share=share: torch.tensor(share, dtype=torch.float64))
                places = given(torch.tensor([x]), torch.tensor([y]))
                with mock.patch("torch.randint", places):
                    made = cut.make_params([torch.zeros(1, 3, height, width)])
                yield "torchvision", [width, height], share, [x, y], list(made["box"]), made["lam_adjusted"]
                with mock.patch("numpy.random.randint", given(y, x)):
                    box, kept = timm_mixup.cutmix_bbox_and_lam((1, 3, height, width), share)
                top, bottom, left, right = map(int, box)
                yield "timm", [width, height], share, [x, y], [left, top, right, bottom], float(kept)


def bounds():
    for width, height in SIZES:
        for minmax in [(0.2, 0.8), (0.3, 0.35), (0.0, 1.0)]:
            asked = []

            def lowest(low, high, size=None):
                asked.append([int(low), int(high)])
                return low

            with mock.patch("numpy.random.randint", lowest):
                timm_mixup.rand_bbox_minmax((1, 3, height, width), minmax)
            yield [width, height], list(minmax), asked


def batch():
    numbers = np.random.default_rng(5).integers(0, 256, (COUNT, SIZE[1], SIZE[0], 3), dtype=np.uint8)
    return numbers, torch.from_numpy(numbers).permute(0, 3, 1, 2).float()


def told(law, method, numbers, made, labels):
    levels = made.round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).contiguous().numpy()
    sha = hashlib.sha256(levels.tobytes()).hexdigest()
    return {"law": law, "mix": method, **numbers, "sha": sha, "labels": np.round(labels.double().numpy(), 6).tolist()}


def pictures():
    _, floats = batch()
    classes = torch.arange(COUNT)
    for share in LAMBDAS:
        mix = v2.MixUp(num_classes=COUNT)
        mix._dist = mock.Mock(sample=lambda _, share=share: torch.tensor(share, dtype=torch.float64))
        yield told("torchvision", "mixup", {"lambda": share}, *mix(floats.clone(), classes))
        mix = timm_mixup.Mixup(num_classes=COUNT, label_smoothing=0)
        mix._params_per_batch = lambda share=share: (share, False)
        yield told("timm", "mixup", {"lambda": share}, *mix(floats.clone(), classes))
        for x, y in [(2, 3), (18, 0)]:
            cut = v2.CutMix(num_classes=COUNT)
            cut._dist = mock.Mock(sample=lambda _, share=share: torch.tensor(share, dtype=torch.float64))
            with mock.patch("torch.randint", given(torch.tensor([x]), torch.tensor([y]))):
                made = cut(floats.clone(), classes)
            yield told("torchvision", "cutmix", {"lambda": share, "at": [x, y]}, *made)
            mix = timm_mixup.Mixup(num_classes=COUNT, label_smoothing=0, cutmix_alpha=1)
            mix._params_per_batch = lambda share=share: (share, True)
            with mock.patch("numpy.random.randint", given(y, x)):
                made = mix(floats.clone(), classes)
            yield told("timm", "cutmix", {"lambda": share, "at": [x, y]}, *made)


def main():
    out = {
        "batch": batch()[0].reshape(COUNT, -1).tolist(),
        "size": list(SIZE),
        "boxes": list(boxes()),
        "bounds": list(bounds()),
        "pictures": list(pictures()),
    }
    path = Path(__file__).parent / "goldens" / "torch_mixes.json"
    path.write_text(json.dumps(out, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
