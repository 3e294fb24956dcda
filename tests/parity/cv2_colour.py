"""Goldens of the cv2 dialect: colour and tone.

    python cv2_colour.py [BUILDER…]
"""

import albumentations as A
import numpy as np
from albumentations.augmentations.dropout import functional as fdropout
from albumentations.augmentations.pixel import functional as fpixel

from cv2_common import IMAGES, case, main, run

SMALL = ["dark", "gradient", "one", "row", "column", "tiny"]


def grayscale():
    for method in ["weighted_average", "from_lab", "desaturation", "average", "max", "pca"]:
        # Of a picture one pixel high or wide the library makes another shape: that is left out.
        for name in ["noise", "flat", "dark", "gradient", "tiny"]:
            case("grayscale", name, {"method": method}, run(A.ToGray(method=method, p=1), IMAGES[name]))
    case("grayscale", "photo_grey", {"method": "pca"}, run(A.ToGray(method="pca", p=1), IMAGES["photo_grey"]))


def channel_shuffle():
    for name in ["gradient", "tiny", "one"]:
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0], [2, 1, 0]]:
            case("channel_shuffle", name, {"order": order}, fpixel.channel_shuffle(IMAGES[name], order))
    grey = IMAGES["noise_grey"]
    case("channel_shuffle", "noise_grey", {"order": [2, 1, 0]}, run(A.ChannelShuffle(p=1), grey))


def channel_dropout():
    for name in ["gradient", "tiny", "one"]:
        for lost, fill in [([0], 0), ([1, 2], 0), ([0, 2], 128)]:
            dropped = [int(c in lost) for c in range(3)]
            case("channel_dropout", name, {"dropped": dropped, "fill_level": fill, "channels": len(lost)},
                 fdropout.channel_dropout(IMAGES[name], lost, fill))


def rgb_shift():
    for name in ["tiny", "dark", "one", "noise_grey"]:
        for r, g, b in [(20, -20, 7), (13.7, -13.7, 0.4), (-200, 255, -0.9), (0, 0, 1)]:
            t = A.RGBShift(*((v / 255, v / 255) for v in (r, g, b)), p=1)
            case("rgb_shift", name, {"r_level": r, "g_level": g, "b_level": b}, run(t, IMAGES[name]))


def random_brightness_contrast():
    sets = [(0.2, -0.2), (-0.13, 0.37), (0.0, 1.7), (0.31, 0.0), (0.4, -1.3), (-0.9, -2.0)]
    for name in ["dark", "tiny", "one", "noise_grey"]:
        for brightness, contrast in sets:
            for by_max in (True, False):
                for safe in (True, False):
                    if name == "noise_grey" and safe:
                        continue
                    t = A.RandomBrightnessContrast((brightness,) * 2, (contrast,) * 2, brightness_by_max=by_max,
                                                   ensure_safe_range=safe, p=1)
                    case("random_brightness_contrast", name,
                         {"brightness_frac": brightness, "contrast_frac": contrast, "brightness_by_max": by_max,
                          "ensure_safe_range": safe}, run(t, IMAGES[name]))


def hue_saturation_value():
    sets = [(20, 30, -20), (-20, -30, 20), (7.3, 0, 0), (0, -12.6, 0), (0, 0, 33), (-90, 100, 0.5), (180, 0, 0), (0, 0, 0)]
    for name in ["dark", "tiny", "one", "row", "noise_grey"]:
        for hue, saturation, value in sets:
            t = A.HueSaturationValue((hue,) * 2, (saturation,) * 2, (value,) * 2, p=1)
            case("hue_saturation_value", name,
                 {"hue_deg": hue * 2, "saturation_level": saturation, "value_level": value}, run(t, IMAGES[name]))


def gamma():
    for name in ["gradient", "one", "noise_grey"]:
        for value in [0.8, 1.0, 1.2, 0.31, 2.0, 4.7, 0.5]:
            case("gamma", name, {"gamma": value}, fpixel.gamma_transform(IMAGES[name], value))


def tone_curve():
    for name in ["gradient", "tiny", "one"]:
        for low, high in [([0.25], [0.75]), ([0.0], [1.0]), ([0.413], [0.392]), ([0.1, 0.3, 0.22], [0.9, 0.61, 0.8])]:
            ends = [np.array(v) if len(v) > 1 else v[0] for v in (low, high)]
            case("tone_curve", name, {"low": low, "high": high}, fpixel.move_tone_curve(IMAGES[name], *ends))
    grey = fpixel.move_tone_curve(IMAGES["noise_grey"], 0.31, 0.66)
    case("tone_curve", "noise_grey", {"low": [0.31], "high": [0.66]}, grey)


def sepia():
    for name in ["noise", *SMALL, "noise_grey"]:
        case("sepia", name, {}, run(A.ToSepia(p=1), IMAGES[name]))


def planckian_jitter():
    for name in ["gradient", "one"]:
        for mode, temperatures in [("blackbody", [3000, 4321, 6000, 14999, 15000]), ("cied", [4000, 5250, 9876, 15000])]:
            for temperature in temperatures:
                case("planckian_jitter", name, {"mode": mode, "temperature_k": temperature},
                     fpixel.planckian_jitter(IMAGES[name], temperature, mode))


def fancy_pca():
    for name in ["gradient", "dark", "flat", "row", "column", "tiny", "noise_grey"]:
        for factors in [[0.1, -0.07, 0.21], [3.5, 11.0, -8.25], [-4.0, 0.0, 0.0]]:
            alphas = np.array(factors[: IMAGES[name].shape[2]], np.float32)
            case("fancy_pca", name, {"factors": factors}, fpixel.fancy_pca(IMAGES[name], alphas))


def illumination():
    angles, spots = [0, 45, 90, 135, 180, 225, 270, 315, 30.5, 201.25], [(0.3, 0.6, 0.4), (0.9, 0.1, 0.2), (0.5, 0.5, 1.0)]
    for name in ["dark", "noise_grey", "one", "row", "column", "tiny"]:
        image = IMAGES[name]
        # Corner and spot take grey pictures without a channel axis only.
        plain = image if image.shape[2] == 3 else image[..., 0]
        large = image.size > 1000
        for intensity in [-0.17] if large else [0.13, -0.2]:
            common = {"intensity_frac": intensity, "effect": "brighten"}
            for angle in [90, 135, 30.5] if large else angles:
                case("illumination", name, {**common, "mode": "linear", "angle_deg": angle},
                     fpixel.apply_linear_illumination(image, intensity, angle))
            for corner in [1, 3] if large else range(4):
                case("illumination", name, {**common, "mode": "corner", "corner": corner},
                     fpixel.apply_corner_illumination(plain, intensity, corner))
            for x, y, sigma in spots[:2] if large else spots:
                case("illumination", name,
                     {**common, "mode": "gaussian", "x_frac": x, "y_frac": y, "sigma_frac": sigma},
                     fpixel.apply_gaussian_illumination(plain, intensity, (x, y), sigma))


BUILDERS = [grayscale, channel_shuffle, channel_dropout, rgb_shift, random_brightness_contrast, hue_saturation_value,
            gamma, tone_curve, sepia, planckian_jitter, fancy_pca, illumination]

if __name__ == "__main__":
    main(BUILDERS)
