"""Goldens of the pil dialect.

    python pil_cases.py
"""

import math

from PIL import Image, ImageEnhance, ImageFilter, ImageOps
from torchvision.transforms.v2 import functional as F

from pil_common import ALL, FEW, MOST, SMALL, fill_of, write


def rotate():
    sets = [
        (ALL, 30, "nearest", (0, 0, 0)),
        (MOST, 30, "bilinear", (0, 0, 0)),
        (FEW, -17.3, "bicubic", (124, 116, 104)),
        (FEW, 7.25, "bilinear", (255, 10, 200)),
        (SMALL, 0, "bilinear", (9, 9, 9)),
        (SMALL, 90, "nearest", (9, 99, 199)),
        (SMALL + ["square"], 90, "bilinear", (9, 99, 199)),
        (SMALL, 180, "bicubic", (9, 9, 9)),
        (SMALL, 270, "bicubic", (9, 9, 9)),
        (SMALL + ["square"], -90, "nearest", (1, 2, 3)),
        (["photo", "row", "column"], 361.5, "nearest", (1, 2, 3)),
        (["gradient"], 45, "bicubic", (50, 60, 70)),
        (["gradient"], -135, "bilinear", (50, 60, 70)),
    ]

    def case(names, angle, interpolation, fill):
        params = {"angle_deg": angle, "interpolation": interpolation, "fill": list(fill)}

        def run(img):
            out = F.rotate(img, angle, interpolation=interpolation, fill=fill_of(img, fill))
            direct = img.rotate(
                angle, getattr(Image.Resampling, interpolation.upper()), fillcolor=tuple(fill_of(img, fill))
            )
            assert out.tobytes() == direct.tobytes()
            return out

        return names, params, run

    write("rotate", [case(*s) for s in sets], lambda t, p: F.rotate(t, p["angle_deg"]))


def affine_args(p):
    assert p["scale_x"] == p["scale_y"]
    return {
        "angle": -p["angle_deg"],  # torchvision turns clockwise
        "translate": [p["translate_x_px"], p["translate_y_px"]],
        "scale": p["scale_x"],
        "shear": [p["shear_x_deg"], p["shear_y_deg"]],
    }


def affine():
    keys = ["angle_deg", "translate_x_px", "translate_y_px", "scale", "shear_x_deg", "shear_y_deg"]
    sets = [
        (ALL, (0, 0, 0, 1, 0, 0), "bilinear", (7, 8, 9)),
        (MOST, (12.5, 3, -2, 1.1, 4, -3), "nearest", (0, 0, 0)),
        (MOST, (-33, -4, 5, 0.8, 10, 6), "bilinear", (124, 116, 104)),
        (FEW, (5, 0, 0, 1.7, 0, 20), "bicubic", (255, 0, 128)),
        (FEW, (0, 0, 0, 0.45, 0, 0), "nearest", (5, 6, 7)),  # scale only: accumulated coordinates
        (FEW, (0, 2, 1, 1.3, 0, 0), "nearest", (5, 6, 7)),
        (SMALL, (0, 2, 1, 1.3, 0, 0), "bilinear", (5, 6, 7)),
        (SMALL, (0, 0, 0, 0.7, 0, 0), "bicubic", (5, 6, 7)),
        (SMALL, (0, 3, 0, 1, 0, 0), "nearest", (5, 6, 7)),
        (SMALL, (0, 2.5, -1.5, 1, 0, 0), "bilinear", (5, 6, 7)),
        (SMALL, (0, 0, 0, 1, 16.7, 0), "nearest", (5, 6, 7)),
        (SMALL, (0, 0, 0, 1, 0, -16.7), "bicubic", (5, 6, 7)),
        (["photo"], (90, 0, 0, 1, 0, 0), "bilinear", (5, 6, 7)),
        # Beyond 16.16 fixed point: plain doubles.
        (["photo", "noise"], (20, 0, 0, 0.0005, 0, 0), "nearest", (5, 6, 7)),
        (["photo", "noise"], (3, 0, 0, 0.0005, 0, 0), "bilinear", (5, 6, 7)),
    ]

    def case(names, values, interpolation, fill):
        v = dict(zip(keys, values))
        scale = v.pop("scale")
        params = {**v, "scale_x": scale, "scale_y": scale, "interpolation": interpolation, "fill": list(fill)}
        run = lambda img: F.affine(
            img, **affine_args(params), interpolation=interpolation, fill=fill_of(img, fill)
        )
        return names, params, run

    write("affine", [case(*s) for s in sets], lambda t, p: F.affine(t, **affine_args(p)))


def policy_affines():
    """The one-parameter moves of torchvision's automatic policies (transforms/v2/_auto_augment.py)."""
    still = {"angle": 0.0, "translate": [0, 0], "scale": 1.0, "shear": [0.0, 0.0]}
    moves = {
        "shear_x": ("share", lambda v: {"shear": [math.degrees(math.atan(v)), 0.0], "center": [0, 0]}),
        "shear_y": ("share", lambda v: {"shear": [0.0, math.degrees(math.atan(v))], "center": [0, 0]}),
        "translate_x": ("shift_px", lambda v: {"translate": [int(v), 0]}),
        "translate_y": ("shift_px", lambda v: {"translate": [0, int(v)]}),
    }
    for op, (key, args) in moves.items():
        values = [0.27, -0.09, 0.99] if key == "share" else [7.9, -12.4, 500]
        cases = []
        for value, interpolation, names in zip(values, ["nearest", "bilinear", "bicubic"], [MOST, FEW, SMALL]):
            params = {key: value, "interpolation": interpolation, "fill": [3, 130, 250]}

            def run(img, value=value, interpolation=interpolation, args=args):
                return F.affine(
                    img, **{**still, **args(value)}, interpolation=interpolation, fill=fill_of(img, (3, 130, 250))
                )

            cases.append((names, params, run))
        write(op, cases, lambda t, p, key=key, args=args: F.affine(t, **{**still, **args(p[key])}))


def resize():
    sets = [
        (ALL, 37, 29, "bilinear"),
        (FEW, 37, 29, "nearest"),
        (FEW, 37, 29, "bicubic"),
        (FEW, 101, 83, "bilinear"),
        (SMALL, 64, 64, "bicubic"),
        (SMALL, 64, 50, "nearest"),
        (SMALL, 1, 1, "bilinear"),
        (SMALL, 5, 1, "bicubic"),
        (["photo", "noise"], 83, 20, "bilinear"),
        (["photo", "noise"], 56, 61, "bicubic"),
        (["photo_even", "noise"], 64, 48, "bilinear"),
        (["photo_even", "noise"], 64, 48, "nearest"),
        (["photo_even"], 3, 7, "bicubic"),
        (["gradient"], 47, 33, "bicubic"),
        # Which side goes first turns where the height loses twice what the width loses.
        (["noise"], 51, 30, "bilinear"),
        (["noise"], 51, 29, "bilinear"),
        (["noise"], 57, 39, "bicubic"),
        (["noise"], 60, 48, "bicubic"),
        (["noise_grey"], 20, 40, "bilinear"),
    ]

    def case(names, w, h, interpolation):
        params = {"width_px": w, "height_px": h, "interpolation": interpolation}
        return names, params, lambda img: F.resize(img, [h, w], interpolation=interpolation)

    write("resize", [case(*s) for s in sets], lambda t, p: F.resize(t, [p["height_px"], p["width_px"]]))


def crop():
    sets = [(["photo", "photo_grey", "photo_even"], 5, 7, 30, 20), (["gradient"], 0, 0, 47, 33), (ALL, 0, 0, 1, 1)]

    def case(names, x, y, w, h):
        params = {"x_px": x, "y_px": y, "width_px": w, "height_px": h}
        return names, params, lambda img: F.crop(img, y, x, h, w)

    write(
        "crop",
        [case(*s) for s in sets],
        lambda t, p: F.crop(t, p["y_px"], p["x_px"], p["height_px"], p["width_px"]),
    )


def flips():
    for op, call in [("horizontal_flip", F.horizontal_flip), ("vertical_flip", F.vertical_flip)]:
        write(op, [(MOST, {}, call)], lambda t, p, call=call: call(t))


def enhancers():
    factors = [0.35, 1.9, 0.0, 1.0, 0.73, 1.31, 4.0]
    calls = {
        "brightness": (F.adjust_brightness, ImageEnhance.Brightness),
        "contrast": (F.adjust_contrast, ImageEnhance.Contrast),
        "color": (F.adjust_saturation, ImageEnhance.Color),
        "sharpness": (F.adjust_sharpness, ImageEnhance.Sharpness),
    }
    for op, (call, enhancer) in calls.items():

        def case(i, factor, call=call, enhancer=enhancer):
            def run(img):
                out = call(img, factor)
                assert out.tobytes() == enhancer(img).enhance(factor).tobytes()
                return out

            return ([ALL, MOST] + [SMALL] * 9)[i], {"factor": factor}, run

        write(op, [case(i, f) for i, f in enumerate(factors)])


def hue():
    shifts = [0.1, -0.37, 0.5, -0.5, 0.0, 0.003, -0.003, 0.25]
    names = [ALL, MOST] + [SMALL] * 9
    write("hue", [(names[i], {"shift_frac": s}, lambda img, s=s: F.adjust_hue(img, s)) for i, s in enumerate(shifts)])


def tables():
    write(
        "posterize",
        [([MOST, MOST][b % 2] if b in (1, 4) else SMALL, {"bits": b}, lambda img, b=b: F.posterize(img, b)) for b in range(1, 9)],
    )
    write(
        "solarize",
        [
            (MOST if t in (128, 255) else SMALL, {"threshold_level": t}, lambda img, t=t: F.solarize(img, t))
            for t in (128, 255, 0, 1, 178.5, 256)
        ],
    )
    write("equalize", [(ALL, {}, lambda img: same(F.equalize(img), ImageOps.equalize(img)))])
    write("autocontrast", [(ALL, {}, lambda img: same(F.autocontrast(img), ImageOps.autocontrast(img)))])
    write("grayscale", [(ALL, {}, lambda img: F.to_grayscale(img, 3 if img.mode == "RGB" else 1))])


def same(a, b):
    assert a.tobytes() == b.tobytes()
    return a


def kernels_only():
    """What no torchvision call reaches: names of the kernels, for their own tests."""
    write(
        "autocontrast_cutoff",
        [
            (SMALL + ["photo", "flat"], {"low": lo, "high": hi}, lambda img, lo=lo, hi=hi: ImageOps.autocontrast(img, cutoff=(lo, hi)))
            for lo, hi in [(1, 1), (10, 5), (0, 2.5), (33, 60), (100, 100)]
        ],
    )
    # timm's and Pillow's blur; torchvision blurs PIL images with its tensor kernel.
    sigmas = [0.3, 1.0, 2.0, 0.1, 3.7, 12.0, 0.75, 0.0]
    names = [ALL, MOST] + [FEW] * 9
    write(
        "gaussian_blur",
        [(names[i], {"sigma_px": s}, lambda img, s=s: img.filter(ImageFilter.GaussianBlur(s))) for i, s in enumerate(sigmas)],
    )
    write("smooth", [(MOST, {}, lambda img: img.filter(ImageFilter.SMOOTH))])

    def hsv(img):
        return img.convert("HSV") if img.mode == "RGB" else img

    write("rgb_to_hsv", [(MOST, {}, hsv)])
    as_hsv = lambda img: Image.merge("HSV", img.split()).convert("RGB") if img.mode == "RGB" else img
    write("hsv_to_rgb", [(MOST, {}, as_hsv)])


if __name__ == "__main__":
    rotate()
    affine()
    policy_affines()
    resize()
    crop()
    flips()
    enhancers()
    hue()
    tables()
    kernels_only()
