"""Goldens of compression with torchvision on uint8 tensors."""

from torchvision.transforms.v2 import functional as F

from torch_common import main, pointwise

OPS = {
    "image_compression": lambda: pointwise(
        lambda t, p: F.jpeg(t.contiguous(), p["quality"]),
        *[{"quality": q} for q in [1, 50, 80, 100]], names=["dark", "tiny", "one", "row", "column", "noise_grey", "square"]),
}

if __name__ == "__main__":
    main(OPS)
