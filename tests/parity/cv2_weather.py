"""Goldens of the cv2 dialect: weather.

    python cv2_weather.py [BUILDER…]
"""

import types

import albumentations as A
import numpy as np
from albumentations.augmentations.pixel import functional as fpixel

from cv2_common import IMAGES, case, main

NAMES = ["dark", "square", "flat", "one", "row", "column", "tiny"]


def random_fog():
    rng = np.random.RandomState(31)
    for name in NAMES:
        image = IMAGES[name]
        h, w = image.shape[:2]
        for fog, alpha, most in [(0.35, 0.08, 4), (1.0, 0.5, 12)]:
            discs = np.stack([rng.randint(-3, w + 3, 40), rng.randint(-3, h + 3, 40), rng.randint(0, most, 40)], -1)
            out = fpixel.add_fog(image, fog, alpha, [(int(x), int(y)) for x, y, _ in discs],
                                 [int(r) for *_, r in discs])
            case("random_fog", name, {"fog_frac": fog, "alpha_frac": alpha, "discs": discs.ravel().tolist()}, out)


def random_rain():
    rng = np.random.RandomState(32)
    for name in NAMES:
        image = IMAGES[name]
        h, w = image.shape[:2]
        for slant, length, width, blur, brightness, colour in [
            (-7.3, 9, 1, 7, 0.7, [200, 200, 200]), (4.9, 5, 1, 3, 1.0, [200, 90, 10]),
            (10, 12, 2, 1, 0.55, [120, 120, 120]), (-3.5, 7, 3, 6, 0.31, [77, 200, 250]),
            (0, 20, 6, 1, 1.0, [255, 0, 9]), (-20, 3, 4, 4, 0.9, [200] * 3), (2, 30, 5, 18, 1.0, [255] * 3),
        ]:
            drops = np.stack([rng.randint(0, w, 9), rng.randint(0, h, 9)], -1).astype(np.int32)
            out = fpixel.add_rain(image, slant, length, width, tuple(colour), blur, brightness, drops)
            case("random_rain", name,
                 {"slant_px": slant, "length_px": length, "width_px": width, "blur_px": blur, "colour": colour,
                  "brightness": brightness, "drops": drops.ravel().tolist()}, out)


def random_snow():
    """Of the texture, the field is normal values before they are blurred, and sparks: two values a pixel."""
    for name in ["dark", "noise", "flat", "one", "row", "tiny"]:
        image = IMAGES[name]
        for point, coefficient in [(0.2, 2.5), (0.9, 1.3), (0.0, 0.4)]:
            out = fpixel.add_snow_bleach(image, point, coefficient)
            case("random_snow", name, {"snow_frac": point, "brightness": coefficient, "method": "bleach"}, out)
    rng = np.random.RandomState(33)
    for name in ["square", "row", "column", "one"]:
        image = IMAGES[name]
        h, w = image.shape[:2]
        for point, coefficient in [(0.2, 2.5), (0.8, 1.3)]:
            field = np.stack([rng.normal(0.5, 0.3, (h, w)), rng.uniform(0.9, 1, (h, w))], -1).astype(np.float32)
            values = iter([field[..., 0].astype(float), field[..., 1]])

            class Known:
                def normal(self, size, loc, scale):
                    return next(values)

                def random(self, size):
                    return next(values)

            texture, sparks = fpixel.generate_snow_textures((h, w), Known())
            out = fpixel.add_snow_texture(image, point, coefficient, texture, sparks)
            case("random_snow", name, {"snow_frac": point, "brightness": coefficient, "method": "texture"}, out, field)


def shade_polygon():
    rng = np.random.RandomState(34)
    for name in ["dark", "noise_grey", "flat", "one", "row", "column", "tiny", "photo_grey"]:
        image = IMAGES[name]
        h, w = image.shape[:2]
        for corners, intensity, beyond in [(3, 0.5, 0), (5, 0.5, 0), (9, 0.37, 0), (6, 1.0, 15), (20, 0.83, 0)]:
            points = np.stack([rng.randint(-beyond, w + beyond, corners), rng.randint(-beyond, h + beyond, corners)], -1)
            out = fpixel.add_shadow(image, [points], np.array([intensity]))
            case("shade_polygon", name, {"corners": points.ravel().tolist(), "intensity_frac": intensity}, out)


def random_gravel():
    rng = np.random.RandomState(37)
    for name in ["dark", "noise", "flat", "one", "row", "column"]:
        image = IMAGES[name]
        h, w = image.shape[:2]
        stones = []
        for _ in range(30):
            x, y, r, level = (int(rng.randint(*ends)) for ends in [(0, w + 1), (0, h + 1), (1, 4), (0, 256)])
            stones += [max(x - r, 0), max(y - r, 0), min(x + r, w - 1), min(y + r, h - 1), level]
        gravels = np.array(stones).reshape(-1, 5)[:, [1, 3, 0, 2, 4]]
        case("random_gravel", name, {"stones": stones}, fpixel.add_gravel(image, gravels))


def random_sun_flare():
    rng = np.random.RandomState(35)
    for name in ["dark", "square", "flat", "one", "row", "column", "tiny"]:
        image = IMAGES[name]
        h, w = image.shape[:2]
        for radius, colour, method in [(400, [255, 255, 255], "overlay"), (17, [250, 200, 90], "overlay"),
                                       (5, [255, 255, 255], "overlay"), (9, [255, 240, 200], "physics_based"),
                                       (60, [255, 255, 255], "physics_based")]:
            centre = (int(rng.randint(0, w)), int(rng.randint(0, h)))
            circles, flat = [], []
            for _ in range(6):
                alpha = round(float(rng.uniform(0.05, 0.2)), 6)
                x, y, r = int(rng.randint(-5, w + 5)), int(rng.randint(-5, h + 5)), int(rng.choice([1, 8, 27]))
                shade = [int(rng.randint(c * 3 // 4, c + 1)) for c in colour]
                circles.append((alpha, (x, y), r, tuple(shade)))
                flat += [alpha, x, y, r, *shade]
            paint = {"overlay": fpixel.add_sun_flare_overlay, "physics_based": fpixel.add_sun_flare_physics_based}
            out = paint[method](image, centre, radius, tuple(colour), circles)
            case("random_sun_flare", name,
                 {"radius_px": radius, "colour": colour, "method": method, "centre_x_px": centre[0],
                  "centre_y_px": centre[1], "circles": flat}, out)


def spatter():
    """The field is the normal values."""
    rng = np.random.RandomState(36)
    for name in ["dark", "square", "row", "column", "one"]:
        image = IMAGES[name]
        h, w = image.shape[:2]
        for mode, mean, sd, sigma, cutoff, intensity, colour in [
            ("rain", 0.65, 0.3, 2.0, 0.68, 0.6, [238, 238, 175]), ("rain", 0.6, 0.5, 0.7, 0.6, 1.0, [200, 90, 255]),
            ("mud", 0.65, 0.3, 2.0, 0.6, 0.6, [20, 42, 63]), ("mud", 0.5, 0.4, 1.3, 0.45, 1.0, [0, 255, 90]),
        ]:
            if name == "dark" and sigma == 2.0:
                continue
            field = rng.normal(mean, sd, (h, w)).astype(np.float32)
            field[0, 0] = 2  # some of it is mud
            t = A.Spatter(mode=mode, mean=(mean, mean), std=(sd, sd), gauss_sigma=(sigma, sigma),
                          cutout_threshold=(cutoff, cutoff), intensity=(intensity, intensity), color=colour, p=1)
            t.random_generator = types.SimpleNamespace(normal=lambda size, loc, scale: field.astype(float))
            try:
                params = t.get_params_dependent_on_data({"shape": image.shape}, {})
            except AttributeError:
                continue  # no mud at all: the library picks pixels by its own dice
            case("spatter", name, {"mode": mode, "sigma_px": sigma, "cutoff_frac": cutoff, "intensity_frac": intensity,
                                   "colour": colour}, t.apply(image, **params), field)


BUILDERS = [random_fog, random_rain, random_snow, shade_polygon, random_gravel, random_sun_flare,
            spatter]

if __name__ == "__main__":
    main(BUILDERS)
