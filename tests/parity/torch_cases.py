"""Goldens of the torch dialect.

    python torch_cases.py
"""

import numpy as np
import torch
from torchvision.transforms.v2 import functional as F

from torch_common import ALL, FEW, IMAGES, SMALL, fill_of, main, moved, pointwise, tensor


def horizontal_flip():
    for n in ALL:
        yield n, {}, F.horizontal_flip(tensor(IMAGES[n])), moved(IMAGES[n], F.horizontal_flip)


def vertical_flip():
    for n in ALL:
        yield n, {}, F.vertical_flip(tensor(IMAGES[n])), moved(IMAGES[n], F.vertical_flip)


def crop():
    for n, x, y, w, h in [("photo", 5, 7, 40, 30), ("photo_grey", 0, 0, 64, 1), ("tiny", 1, 1, 1, 2), ("noise", 16, 3, 40, 37)]:
        call = lambda t: F.crop(t, top=y, left=x, height=h, width=w)
        yield n, {"x_px": x, "y_px": y, "width_px": w, "height_px": h}, call(tensor(IMAGES[n])), moved(IMAGES[n], call)


def resize():
    sets = [
        (32, 24, "bilinear", True, ALL),
        (97, 71, "bilinear", True, FEW),
        (40, 40, "bicubic", True, FEW),
        (90, 75, "bicubic", True, ["photo", "noise_grey"]),
        (40, 31, "bilinear", False, FEW),
        (91, 77, "bilinear", False, FEW),
        (35, 50, "bicubic", False, FEW),
        (90, 66, "bicubic", False, ["photo", "noise_grey"]),
        (31, 29, "nearest", True, ALL),
        (100, 77, "nearest", True, ["photo", "tiny", "row"]),
        (83, 20, "bilinear", True, ["photo"]),
        (20, 61, "bicubic", True, ["photo"]),
        (83, 61, "bilinear", True, ["photo"]),
        (2, 1, "bilinear", True, FEW),
    ]
    for w, h, interpolation, antialias, names in sets:
        params = {"width_px": w, "height_px": h, "interpolation": interpolation, "antialias": antialias}
        for n in names:
            call = lambda t: F.resize(t, [h, w], interpolation=interpolation, antialias=antialias)
            yield n, params, call(tensor(IMAGES[n])), moved(IMAGES[n], call)


def rotate():
    sets = [
        (13.0, "nearest", (0, 0, 0), ALL),
        (13.0, "bilinear", (0, 0, 0), SMALL),
        (-30.0, "bilinear", (124, 116, 104), FEW),
        (45.5, "nearest", (255, 0, 128), FEW),
        (90.0, "bilinear", (9, 9, 9), FEW),
        (90.0, "nearest", (9, 9, 9), SMALL),
        (180.0, "bilinear", (9, 9, 9), FEW),
        (-7.25, "bilinear", (3, 200, 77), ["photo", "gradient", "column"]),
    ]
    for angle, interpolation, fill, names in sets:
        params = {"angle_deg": angle, "interpolation": interpolation, "fill": list(fill)}
        for n in names:
            out = F.rotate(tensor(IMAGES[n]), angle, interpolation=interpolation, fill=fill_of(IMAGES[n], fill))
            yield n, params, out, moved(IMAGES[n], lambda t: F.rotate(t, angle))


def affine():
    sets = [
        (10.0, 3.0, -2.0, 1.1, 5.0, 0.0, "bilinear", (0, 0, 0), SMALL),
        (-25.0, 4.5, 2.25, 0.8, 0.0, 7.0, "bilinear", (124, 116, 104), FEW),
        (0.0, 7.0, 0.0, 1.0, 0.0, 0.0, "nearest", (10, 20, 30), SMALL),
        (0.0, 2.5, -1.5, 1.0, 0.0, 0.0, "bilinear", (10, 20, 30), FEW),
        (0.0, 0.0, 0.0, 1.0, 16.699244233993621, 0.0, "nearest", (0, 0, 0), FEW),
        (33.0, 0.0, 0.0, 1.5, -12.0, 9.0, "nearest", (255, 255, 255), ["photo", "gradient"]),
    ]
    for angle, tx, ty, scale, sx, sy, interpolation, fill, names in sets:
        params = {
            "angle_deg": angle, "translate_x_px": tx, "translate_y_px": ty, "scale_x": scale, "scale_y": scale,
            "shear_x_deg": sx, "shear_y_deg": sy, "interpolation": interpolation, "fill": list(fill),
        }  # fmt: skip
        fixed = {"angle": -angle, "translate": [tx, ty], "scale": scale, "shear": [sx, sy]}
        for n in names:
            out = F.affine(tensor(IMAGES[n]), **fixed, interpolation=interpolation, fill=fill_of(IMAGES[n], fill))
            yield n, params, out, moved(IMAGES[n], lambda t: F.affine(t, **fixed))


def factors(call):
    yield from pointwise(lambda t, p: call(t, p["factor"]), {"factor": 1.63}, names=ALL)
    rest = [{"factor": f} for f in (0.0, 0.27, 0.5, 1.0, 1.27, 1.9)]
    yield from pointwise(lambda t, p: call(t, p["factor"]), *rest, names=FEW + ["dark", "flat"])


def hue():
    yield from pointwise(lambda t, p: F.adjust_hue(t, p["shift_frac"]), {"shift_frac": 0.1})
    rest = [{"shift_frac": f} for f in (-0.5, -0.3, -0.01, 0.0, 0.25, 0.5)]
    yield from pointwise(lambda t, p: F.adjust_hue(t, p["shift_frac"]), *rest, names=FEW + ["gradient"])


def posterize():
    yield from pointwise(lambda t, p: F.posterize(t, p["bits"]), *[{"bits": b} for b in (1, 4, 6, 8)], names=FEW)


def solarize():
    sets = [{"threshold_level": v} for v in (0, 100, 178.5, 255)]
    yield from pointwise(lambda t, p: F.solarize(t, p["threshold_level"]), *sets, names=FEW)


def gaussian_blur():
    def call(t, p):
        return F.gaussian_blur(t, [p["kernel_px"]] * 2, [p["sigma_px"]] * 2)

    for k, s in [(3, 0.8), (5, 1.0), (9, 1.3), (7, 0.1), (23, 3.0), (3, 2.0), (17, 2.5), (33, 4.4)]:
        names = [n for n in (ALL if k == 5 else FEW + ["column"]) if min(IMAGES[n].shape[:2]) > k // 2]
        yield from pointwise(call, {"kernel_px": k, "sigma_px": s}, names=names)


def elastic_transform():
    """The displacement (H×W×2, x and y in halves of the size) is the field."""
    rng = np.random.RandomState(11)
    for alpha, sigma, interpolation, fill, names in [
        (40.0, 3.0, "bilinear", (0, 0, 0), ["photo_grey", "gradient", "dark"]),
        (50.0, 2.0, "nearest", (90, 80, 70), ["noise_grey", "flat"]),
        (30.0, 1.0, "bilinear", (90, 80, 70), ["noise", "one", "row", "tiny"]),
    ]:
        for n in names:
            img = IMAGES[n]
            h, w = img.shape[:2]
            field = torch.from_numpy(rng.uniform(-1, 1, (1, 2, h, w)).astype(np.float32))
            k = 2 * int(4 * sigma) + 1
            if min(h, w) > k // 2:
                field = F.gaussian_blur(field, [k, k], [sigma, sigma])
            scale = torch.tensor([alpha / w, alpha / h]).reshape(1, 2, 1, 1)
            displacement = (field * scale).permute(0, 2, 3, 1).contiguous()
            params = {"alpha_px": alpha, "sigma_px": sigma, "interpolation": interpolation, "fill": list(fill)}
            out = F.elastic(tensor(img), displacement, interpolation=interpolation, fill=fill_of(img, fill))
            extra = moved(img, lambda t: F.elastic(t, displacement))
            yield n, params, out, {**extra, "field": displacement.numpy().ravel()}


def gauss_noise():
    """The standard normal values (H×W×C) are the field."""
    for mean, sd, names in [(0.0, 0.1, FEW), (0.05, 0.03, ["dark", "flat"]), (-0.1, 0.3, ["noise_grey", "one"])]:
        for n in names:
            src = tensor(IMAGES[n])
            torch.manual_seed(1)
            standard = torch.randn_like(src, dtype=torch.float32)
            torch.manual_seed(1)
            out = F.gaussian_noise(src, mean=mean, sigma=sd)
            field = standard.permute(1, 2, 0).contiguous().numpy().ravel()
            yield n, {"mean_frac": mean, "sd_frac": sd}, out, {"field": field}


def augmix_sum():
    """The weighted sum at AugMix's end: the sources are the image, its inverse and its mirror."""
    for n in FEW:
        src = tensor(IMAGES[n])
        for weights in ([0.25, 0.5, 0.25], [0.1, 0.61, 0.29], [0.7071, 0.1, 0.1929]):
            mix = torch.tensor(weights[0]) * src
            for w, t in zip(weights[1:], (F.invert(src), F.horizontal_flip(src))):
                mix.add_(torch.tensor(w) * t)
            yield n, {"weights": weights}, mix.to(torch.uint8), {}


def warp_black():
    """rotate without a fill: zeros are sampled, no mask is blended (RandAugment, AugMix)."""
    for angle, interpolation in [(13.0, "bilinear"), (-30.0, "nearest")]:
        for n in FEW:
            params = {"angle_deg": angle, "interpolation": interpolation}
            yield n, params, F.rotate(tensor(IMAGES[n]), angle, interpolation=interpolation, fill=None), {}


OPS = {
    "horizontal_flip": horizontal_flip,
    "vertical_flip": vertical_flip,
    "crop": crop,
    "resize": resize,
    "rotate": rotate,
    "affine": affine,
    "brightness": lambda: factors(F.adjust_brightness),
    "contrast": lambda: factors(F.adjust_contrast),
    "color": lambda: factors(F.adjust_saturation),
    "sharpness": lambda: factors(F.adjust_sharpness),
    "hue": hue,
    "grayscale": lambda: pointwise(lambda t, p: F.rgb_to_grayscale(t, t.shape[0]), {}),
    "posterize": posterize,
    "solarize": solarize,
    "equalize": lambda: pointwise(lambda t, p: F.equalize(t), {}),
    "autocontrast": lambda: pointwise(lambda t, p: F.autocontrast(t), {}),
    "gaussian_blur": gaussian_blur,
    "elastic_transform": elastic_transform,
    "gauss_noise": gauss_noise,
    "augmix_sum": augmix_sum,
    "warp_black": warp_black,
}


if __name__ == "__main__":
    main(OPS)
