"""Goldens of the cv2 dialect: optics, plasma, blurs in whole numbers.

    python cv2_optics.py [BUILDER…]
"""

import cv2
import numpy as np
from albumentations.augmentations.pixel import functional as fpixel

from cv2_common import IMAGES, INTERPOLATION, case, main


def chromatic_aberration():
    for name in ["dark", "gradient", "square", "one", "row", "column", "tiny"]:
        for i, c in enumerate([(0.02, 0.05, 0.013, 0.04), (-0.2, -0.3, 0.4, 0.1), (0.0, 0.0, -0.9, 0.7)]):
            for interpolation in INTERPOLATION if i == 1 and name != "gradient" else ["bilinear"]:
                out = fpixel.chromatic_aberration(IMAGES[name], *c, INTERPOLATION[interpolation])
                case("chromatic_aberration", name, {"coefficients": list(c), "interpolation": interpolation}, out)


def plasma():
    """The field is the plasma."""
    rng = np.random.default_rng(41)
    for name in ["square", "noise_grey", "row", "tiny"]:
        image = IMAGES[name]
        field = fpixel.generate_plasma_pattern(image.shape[:2], 0.6, rng)
        for brightness, contrast in [(0.3, 0.0), (0.0, 0.4), (0.2, 0.9), (-0.3, -0.3), (-0.2, 0.3)]:
            if name == "noise_grey" and contrast <= 0:
                continue
            out = fpixel.apply_plasma_brightness_contrast(image, brightness, contrast, field)
            case("plasma_brightness_contrast", name, {"brightness_frac": brightness, "contrast_frac": contrast}, out,
                 field)
        for intensity in [0.3, 0.7, 1.0]:
            case("plasma_shadow", name, {"intensity_frac": intensity},
                 fpixel.apply_plasma_shadow(image, intensity, field), field)


def whole_blurs():
    for name in ["noise_grey", "tiny", "row"]:
        image = IMAGES[name]
        for size in [3, 5, 7, 9, 11, 13, 21, 33]:
            if 1 not in image.shape[:2]:
                case("whole_gaussian", name, {"size": size}, cv2.GaussianBlur(image, (size, size), 0))
        for size in [2, 3, 4, 5, 6, 7, 8, 10, 15, 16, 17, 18, 31]:
            case("whole_mean", name, {"size": size}, cv2.blur(image, (size, size)))


BUILDERS = [chromatic_aberration, plasma, whole_blurs]

if __name__ == "__main__":
    main(BUILDERS)
