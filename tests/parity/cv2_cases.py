"""Goldens of the cv2 dialect.

    python cv2_cases.py [BUILDER…]
"""

import types

import albumentations as A
import cv2
import numpy as np
from albumentations.augmentations.geometric import functional as fgeometric
from albumentations.augmentations.pixel import functional as fpixel

from cv2_common import BORDER, FILL, IMAGES, INTERPOLATION, case, fill_of, main, move, moved, run


def rotate():
    for name, angles in [("photo", [27, -5.5, 90]), ("photo_even", [133]), ("photo_grey", [27, 45]), ("one", [30]),
                         ("row", [30]), ("tiny", [-70])]:
        image = IMAGES[name]
        for angle in angles:
            for interpolation in INTERPOLATION:
                for border in BORDER if name in ("photo_grey", "tiny") else ["constant"]:
                    # OpenCV never returns from bicubic with reflect_101 along a side of one pixel.
                    t = A.Rotate(limit=(angle, angle), interpolation=INTERPOLATION[interpolation],
                                 border_mode=BORDER[border], fill=fill_of(image), p=1)
                    extra = moved(t, image) if interpolation == "bilinear" and border == "constant" else {}
                    move("rotate", name, {"angle_deg": angle, "interpolation": interpolation, "border": border,
                                          "fill": FILL}, t, **extra)


def affine():
    sets = [
        dict(angle_deg=0, translate_x_px=3, translate_y_px=-5, scale_x=1, scale_y=1, shear_x_deg=0, shear_y_deg=0),
        dict(angle_deg=17, translate_x_px=-4, translate_y_px=2, scale_x=1.3, scale_y=0.8, shear_x_deg=10,
             shear_y_deg=-7),
        dict(angle_deg=0, translate_x_px=0, translate_y_px=0, scale_x=1, scale_y=1, shear_x_deg=20, shear_y_deg=0),
        dict(angle_deg=0, translate_x_px=0, translate_y_px=0, scale_x=0.6, scale_y=0.6, shear_x_deg=0, shear_y_deg=0),
    ]
    for name in ["photo", "gradient", "noise_grey", "column", "tiny"]:
        image = IMAGES[name]
        for i, s in enumerate(sets):
            for interpolation in INTERPOLATION:
                for border in ["constant", "reflect_101", "replicate"] if i == 1 else ["constant"]:
                    if border == "reflect_101" and interpolation == "bicubic" and 1 in image.shape[:2]:
                        continue
                    t = A.Affine(
                        rotate=(s["angle_deg"],) * 2,
                        translate_px={"x": (s["translate_x_px"],) * 2, "y": (s["translate_y_px"],) * 2},
                        scale={"x": (s["scale_x"],) * 2, "y": (s["scale_y"],) * 2},
                        shear={"x": (s["shear_x_deg"],) * 2, "y": (s["shear_y_deg"],) * 2},
                        interpolation=INTERPOLATION[interpolation], border_mode=BORDER[border], fill=fill_of(image),
                        p=1)
                    extra = moved(t, image) if interpolation == "bilinear" and border == "constant" else {}
                    move("affine", name, {**s, "interpolation": interpolation, "border": border, "fill": FILL}, t, **extra)


def remap():
    """The bare kernel: the field is the map, x and y interleaved."""
    rng = np.random.RandomState(11)
    for name in ["dark", "noise_grey", "row", "one"]:
        image = IMAGES[name]
        h, w = image.shape[:2]
        y, x = np.mgrid[0:h, 0:w].astype(np.float32)
        field = np.stack([x, y], -1) + rng.normal(0, 4, (h, w, 2)).astype(np.float32)
        for interpolation in INTERPOLATION:
            for border in BORDER if name != "dark" else ["constant", "reflect_101"]:
                if border == "reflect_101" and interpolation == "bicubic" and 1 in (h, w):
                    continue
                out = cv2.remap(image, np.ascontiguousarray(field[..., 0]), np.ascontiguousarray(field[..., 1]),
                                INTERPOLATION[interpolation], borderMode=BORDER[border], borderValue=FILL)
                case("remap", name, {"interpolation": interpolation, "border": border, "fill": FILL}, out, field)


def resize():
    for name in ["photo", "photo_grey", "noise", "row", "column", "tiny", "one"]:
        image = IMAGES[name]
        h, w = image.shape[:2]
        for size in [(max(w // 2, 1), max(h // 2, 1)), (2 * w, 2 * h), (64, 40), (31, 50), (7, 3)]:
            if name == "photo" and size[0] > w:
                continue
            for interpolation in INTERPOLATION:
                t = A.Resize(height=size[1], width=size[0], interpolation=INTERPOLATION[interpolation], p=1)
                extra = moved(t, image) if interpolation == "bilinear" else {}
                move("resize", name, {"width_px": size[0], "height_px": size[1], "interpolation": interpolation}, t, **extra)


def horizontal_flip():
    for name in ["photo", "noise_grey", "column", "one"]:
        t = A.HorizontalFlip(p=1)
        move("horizontal_flip", name, {}, t, **moved(t, IMAGES[name]))


COLOURFUL = ["photo", "gradient", "noise", "dark", "one", "row", "column", "photo_grey"]


def jitter(i, value):
    """A.ColorJitter with one of brightness, contrast, saturation, hue fixed and the others off."""
    names = ["brightness", "contrast", "saturation", "hue"]
    off = {n: (1, 1) for n in names[:3]} | {"hue": (0, 0)}
    return A.ColorJitter(**(off | {names[i]: (value, value)}), p=1)


def color_jitter():
    for i, op in enumerate(["brightness", "contrast", "color"]):
        for name in COLOURFUL:
            for factor in [0, 0.35, 1.0, 1.4, 2.7] if name == "photo" else [0.6, 1.8]:
                case(op, name, {"factor": factor}, run(jitter(i, float(factor)), IMAGES[name]))
    for name in COLOURFUL:
        for shift in [-0.5, -0.1, 0.013, 0.25, 0.5] if name == "photo" else [0.1]:
            case("hue", name, {"shift_frac": shift}, run(jitter(3, shift), IMAGES[name]))


def colour_spaces():
    for name in ["photo", "noise", "gradient"]:
        image = IMAGES[name]
        case("rgb_to_grey", name, {}, cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
        case("rgb_to_hsv", name, {}, cv2.cvtColor(image, cv2.COLOR_RGB2HSV))
        case("hsv_to_rgb", name, {}, cv2.cvtColor(image, cv2.COLOR_HSV2RGB))
        case("rgb_to_lab", name, {}, cv2.cvtColor(image, cv2.COLOR_RGB2LAB))
        case("lab_to_rgb", name, {}, cv2.cvtColor(image, cv2.COLOR_LAB2RGB))


def tables():
    for name in ["photo", "gradient", "noise", "flat", "dark", "one", "row", "photo_grey", "noise_grey"]:
        image = IMAGES[name]
        for mode, by_channels in [("cv", True), ("cv", False), ("pil", True), ("pil", False)]:
            if name in ("photo", "photo_grey") and mode == "pil":
                continue
            case("equalize", name, {"mode": mode, "by_channels": by_channels},
                 # Of a grey picture the library changes the very array it is given.
                 run(A.Equalize(mode=mode, by_channels=by_channels, p=1), image.copy()))
        for cutoff in [0, 2, 20]:
            for method in ["cdf", "pil"]:
                case("autocontrast", name, {"cutoff_pct": cutoff, "method": method},
                     run(A.AutoContrast(cutoff=cutoff, method=method, p=1), image))
        for bits in [1, 4, 7]:
            case("posterize", name, {"bits": bits}, run(A.Posterize(num_bits=(bits, bits), p=1), image))
        for level in [0, 77, 128, 255]:
            case("solarize", name, {"threshold_level": level},
                 run(A.Solarize(threshold_range=(level / 255, level / 255), p=1), image))
        case("invert", name, {}, run(A.InvertImg(p=1), image))


def gaussian_blur():
    for name in ["photo", "photo_grey", "noise", "row", "column", "tiny", "one"]:
        for sigma, kernel in [(0.5, 0), (1.5, 0), (3, 0), (2, 5), (0.2, 0), (9, 0)]:
            if name == "photo" and sigma in (0.2, 0.5):
                continue
            t = A.GaussianBlur(sigma_limit=(sigma, sigma), blur_limit=(kernel, kernel), p=1)
            case("gaussian_blur", name, {"sigma_px": sigma, "kernel_px": kernel}, run(t, IMAGES[name]))


def clahe():
    for name in ["photo", "photo_even", "noise", "flat", "dark", "one", "row", "tiny", "photo_grey", "noise_grey"]:
        for limit, x, y in [(2.0, 8, 8), (40.0, 4, 3), (1.0, 1, 1), (3.5, 5, 7)]:
            if name == "photo_even" and x != 4:
                continue
            t = A.CLAHE(clip_limit=(limit, limit), tile_grid_size=(x, y), p=1)
            case("clahe", name, {"clip_limit": limit, "tiles_x": x, "tiles_y": y}, run(t, IMAGES[name]))


def elastic_transform():
    """The field is the normal values before they are normalised and blurred, x and y interleaved."""
    for name in ["gradient", "dark", "noise_grey", "row"]:
        image = IMAGES[name]
        h, w = image.shape[:2]
        for alpha, sigma in [(60, 4.0), (300, 10.0), (5, 1.3)]:
            field = np.random.RandomState(5).standard_normal((h, w, 2)).astype(np.float32)
            rng = types.SimpleNamespace(standard_normal=lambda shape, dtype: np.moveaxis(field, -1, 0).copy())
            dx, dy = fgeometric.generate_displacement_fields((h, w), alpha, sigma, False, (0, 0), rng, "gaussian")
            coords = np.stack(np.meshgrid(np.arange(w), np.arange(h)))
            x, y = (coords + np.stack([dx, dy])).astype(np.float32)
            out = fgeometric.remap(image, x, y, cv2.INTER_LINEAR, cv2.BORDER_CONSTANT, 0)
            case("elastic_transform", name, {"alpha": alpha, "sigma_px": sigma}, out, field)


def gauss_noise():
    """The field is standard normal values, of one channel or as many as the image has."""
    for name in ["gradient", "dark", "noise_grey"]:
        image = IMAGES[name]
        h, w, c = image.shape
        for channels, mean, sd in [(1, 0.0, 0.2), (c, 0.0, 0.44), (c, 0.9, 0.1)]:
            field = np.random.RandomState(6).standard_normal((h, w, channels)).astype(np.float32)

            def randn(dst, mean, stddev):
                dst[...] = field.reshape(dst.shape) * stddev.astype(float) + mean.astype(float)

            real, cv2.randn = cv2.randn, randn
            noise = fpixel.generate_noise("gaussian", "shared" if channels == 1 else "per_pixel", image.shape,
                                          {"mean_range": (mean, mean), "std_range": (sd, sd)}, 255, 1.0,
                                          np.random.default_rng(3))
            cv2.randn = real
            case("gauss_noise", name, {"mean_frac": mean, "sd_frac": sd}, fpixel.add_noise(image, noise), field)


BUILDERS = [rotate, affine, remap, resize, horizontal_flip, color_jitter, colour_spaces, tables, gaussian_blur, clahe,
            elastic_transform, gauss_noise]

if __name__ == "__main__":
    main(BUILDERS)
