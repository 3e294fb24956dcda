"""Goldens of blurs and compression with Pillow, as torchvision drives it on PIL images."""

from PIL import ImageFilter
from torchvision.transforms.v2 import functional as F

from pil_common import SMALL, write


def main():
    write("box_blur", [(SMALL, {"kernel_px": k}, lambda img, k=k: img.filter(ImageFilter.BoxBlur(k // 2)))
                       for k in [3, 5, 7, 31]])
    names = ["dark", "tiny", "one", "row", "column", "noise_grey", "flat", "square"]
    write("image_compression", [(names, {"quality": q}, lambda img, q=q: F.jpeg(img, q))
                                for q in [1, 24, 50, 75, 90, 100]])


if __name__ == "__main__":
    main()
