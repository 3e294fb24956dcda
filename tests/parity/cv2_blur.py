"""Goldens of blurs, sharpening, compression, resolution and morphology, as albumentations drives OpenCV."""

import random
import types

import albumentations as A
import cv2
import numpy as np
from albumentations.augmentations.blur import functional as fblur
from albumentations.augmentations.geometric import functional as fgeometric
from albumentations.augmentations.pixel import functional as fpixel

from cv2_common import IMAGES, INTERPOLATION, case, main, run

SMALL = ["dark", "photo_grey", "noise_grey", "flat", "one", "row", "column", "tiny"]


def box_blur():
    for name in SMALL:
        for kernel in [3, 5, 7, 31]:
            case("box_blur", name, {"kernel_px": kernel}, fblur.box_blur(IMAGES[name], kernel))


def median_blur():
    for name in SMALL:
        for kernel in [3, 5, 7, 21]:
            case("median_blur", name, {"kernel_px": kernel}, fblur.median_blur(IMAGES[name], kernel))


def shifted(x, y):
    """A generator whose two uniforms are these."""
    values = iter([x, y])
    return types.SimpleNamespace(uniform=lambda low, high: next(values))


def motion_blur():
    sets = [(3, 0, 0, 0, 0), (5, 37.5, 0.4, 0.3, -0.7), (7, 60, -1, 0, 0), (7, 135, 1, -1, 1), (9, 283, -0.35, 0.5, 0.9),
            (11, 90, 0, 0, 0), (15, 20, 0, 0, 0)]
    for name in SMALL:
        for kernel, angle, direction, x, y in sets:
            if kernel == 15 and name not in ("dark", "photo_grey"):
                continue
            line = fblur.create_motion_kernel(kernel, angle, direction, True, shifted(x, y))
            out = fpixel.convolve(IMAGES[name], kernel=line.astype(np.float32) / np.sum(line))
            params = {"kernel_px": kernel, "angle_deg": angle, "direction": direction, "shift_x": x, "shift_y": y}
            case("motion_blur", name, params, out)


def sharpen():
    for name in SMALL:
        for alpha, lightness in [(0.2, 1.0), (0.5, 0.5), (0.37, 0.81), (1.0, 3.0)]:
            t = A.Sharpen(alpha=(alpha, alpha), lightness=(lightness, lightness), p=1)
            params = {"alpha": alpha, "lightness": lightness, "method": "kernel"}
            case("sharpen", name, params, run(t, IMAGES[name]))
        for alpha, kernel, sigma in [(0.2, 5, 1.0), (0.73, 3, 2.4), (1.0, 9, 0.6)]:
            # It fails on one channel with an axis of its own.
            image = IMAGES[name] if IMAGES[name].shape[2] > 1 else IMAGES[name][:, :, 0]
            params = {"alpha": alpha, "method": "gaussian", "kernel_px": kernel, "sigma_px": sigma}
            case("sharpen", name, params, fpixel.sharpen_gaussian(image, alpha, kernel, sigma))


def emboss():
    for name in SMALL:
        for alpha, strength in [(0.2, 0.2), (0.5, 0.7), (0.33, 0.41), (1.0, 2.0)]:
            t = A.Emboss(alpha=(alpha, alpha), strength=(strength, strength), p=1)
            case("emboss", name, {"alpha": alpha, "strength": strength}, run(t, IMAGES[name]))


def unsharp_mask():
    for name in SMALL:
        for kernel, sigma, alpha, threshold in [(3, 0, 0.3, 10), (5, 0, 0.5, 0), (5, 1.3, 1.0, 20), (7, 0, 0.2, 10),
                                                (9, 2.0, 0.45, 5)]:
            t = A.UnsharpMask(blur_limit=(kernel, kernel), sigma_limit=(sigma, sigma), alpha=(alpha, alpha),
                              threshold=threshold, p=1)
            params = {"kernel_px": kernel, "sigma_px": sigma, "alpha": alpha, "threshold_level": threshold}
            case("unsharp_mask", name, params, run(t, IMAGES[name]))


def image_compression():
    for name in ["dark", "noise_grey", "flat", "one", "row", "column", "tiny", "square"]:
        for quality in [1, 10, 50, 77, 100]:
            t = A.ImageCompression(quality_range=(quality, quality), p=1)
            case("image_compression", name, {"quality": quality}, run(t, IMAGES[name]))


def downscale():
    pairs = [("nearest", "nearest"), ("bilinear", "bilinear"), ("bicubic", "bicubic"), ("bilinear", "nearest")]
    for name in ["dark", "gradient", "noise_grey", "tiny"]:
        for scale in [0.25, 0.5, 0.77]:
            if (name == "tiny" and scale < 0.5) or (name == "gradient" and scale != 0.5):
                continue
            for down, up in pairs:
                if name == "tiny" and down == "bicubic":
                    continue
                out = fpixel.downscale(IMAGES[name], scale, INTERPOLATION[down], INTERPOLATION[up])
                params = {"scale": scale, "down_interpolation": down, "up_interpolation": up}
                case("downscale", name, params, out)


def defocus():
    for name in SMALL:
        for radius, alias in [(1, 0.1), (3, 0.1), (6, 0.37), (10, 0.5), (14, 1.5)]:
            case("defocus", name, {"radius_px": radius, "alias_blur_px": alias},
                 fblur.defocus(IMAGES[name], radius, alias))


def zoom_blur():
    for name in SMALL:
        for most, step in [(1.31, 0.03), (1.1, 0.01), (1.02, 0.05), (2.0, 0.25)]:
            factors = np.arange(1.0, max(1 + step, most), step)
            case("zoom_blur", name, {"max_factor": most, "step_factor": step},
                 fblur.zoom_blur(IMAGES[name], factors))


def scatter():
    """What GlassBlur does between its blurs, which are left out; the field is its offsets."""
    real = cv2.GaussianBlur
    cv2.GaussianBlur = lambda x, sigmaX, ksize: x.copy()
    for name in ["dark", "noise_grey", "square"]:
        image = IMAGES[name]
        h, w = image.shape[:2]
        for reach, rounds in [(1, 1), (4, 2), (2, 3)]:
            total = (h - 2 * reach) * (w - 2 * reach)
            offsets = np.random.RandomState(3).randint(-reach, reach, (total, rounds, 2))
            for mode in ["fast", "exact"]:
                # With one channel OpenCV drops the last axis.
                picture = image[:, :, 0] if image.shape[2] == 1 else image
                out = fblur.glass_blur(picture, 0.7, reach, rounds, offsets, mode)
                case("scatter", name, {"max_delta_px": reach, "iterations": rounds, "mode": mode}, out,
                     offsets.astype(np.float32))
    cv2.GaussianBlur = real


def glass_blur():
    """Pictures too small for swaps are blurred twice; the swaps are in `scatter`."""
    for name in SMALL:
        for sigma in [0.7, 0.3, 1.9]:
            out = fblur.glass_blur(IMAGES[name], sigma, 50, 1, np.zeros((1, 1, 2), int), "exact")
            case("glass_blur", name, {"sigma_px": sigma, "max_delta_px": 50}, out)


def fixed(transform, *values, ones=True):
    """A transform whose uniforms are these, in order."""
    values = iter(values)
    transform.py_random = types.SimpleNamespace(
        uniform=lambda low, high: next(values), random=lambda: 0.7, randint=lambda low, high: 0,
        randrange=random.Random(0).randrange)
    transform.random_generator = types.SimpleNamespace(uniform=lambda low, high, size: np.ones(size))
    return transform


def advanced_blur():
    for name in SMALL:
        for kernel, x, y, angle, beta in [(3, 0.2, 1.0, 30, 0.5), (5, 0.9, 0.4, -77, 1.0), (7, 2.0, 0.8, 45, 8.0),
                                          (11, 3.0, 1.0, 10, 2.5)]:
            t = fixed(A.AdvancedBlur(blur_limit=(kernel, kernel), p=1), x, y, angle, beta)
            out = fpixel.convolve(IMAGES[name], t.get_params()["kernel"])
            params = {"kernel_px": kernel, "sigma_x_px": x, "sigma_y_px": y, "angle_deg": angle, "beta": beta,
                      "noise_min": 1, "noise_max": 1}
            case("advanced_blur", name, params, out)


def ringing_overshoot():
    for name in SMALL:
        for kernel, cutoff in [(7, 0.8), (9, 1.3), (11, 1.57), (15, 1.1)]:
            if kernel > 11 and name not in ("dark", "noise_grey"):
                continue
            t = A.RingingOvershoot(blur_limit=(kernel, kernel), cutoff=(cutoff, cutoff), p=1)
            case("ringing_overshoot", name, {"kernel_px": kernel, "cutoff": cutoff}, run(t, IMAGES[name]))


def morphology():
    for name in SMALL:
        for width, height in [(2, 3), (5, 5), (8, 3), (1, 4), (13, 9)]:
            for operation in ["dilation", "erosion"]:
                t = A.Morphological(scale=(min(width, height), max(width, height)), operation=operation, p=1)
                kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, height))
                if width <= height:
                    assert (t.get_params()["kernel"] == kernel).all()
                out = fgeometric.morphology(IMAGES[name], kernel, operation)
                case("morphology", name, {"width_px": width, "height_px": height, "operation": operation}, out)


BUILDERS = [box_blur, median_blur, motion_blur, sharpen, emboss, unsharp_mask, image_compression, downscale, defocus,
            zoom_blur, scatter, glass_blur, advanced_blur, ringing_overshoot, morphology]

if __name__ == "__main__":
    main(BUILDERS)
