"""Goldens of the cv2 dialect: noise and occlusion.

    python cv2_noise.py [BUILDER…]

Fields are what the library drew; its generators are replaced by ones that hand them out.
"""

import types

import albumentations as A
import numpy as np
from albumentations.augmentations.geometric import functional as fgeometric
from albumentations.augmentations.pixel import functional as fpixel

from cv2_common import FILL, IMAGES, case, fill_of, main, run
from golden import boxes_of, keypoints_of

SMALL = ["dark", "noise_grey", "row", "one"]


def pipeline(transform):
    return A.Compose([transform], seed=1,
                     bbox_params=A.BboxParams("pascal_voc", label_fields=["labels"]),
                     keypoint_params=A.KeypointParams("xy", label_fields=["names"]))


def kept(transform, image):
    """What is left of boxes and keypoints, with their numbers, after the transform as users run it."""
    boxes, points = boxes_of(image), keypoints_of(image)
    out = pipeline(transform)(image=image, bboxes=boxes, labels=list(range(len(boxes))),
                              keypoints=points, names=list(range(len(points))))
    number = lambda items, names: [[*map(float, i), int(n)] for i, n in zip(items, names)]
    return {"kept_boxes": number(out["bboxes"], out["labels"]),
            "kept_keypoints": number(out["keypoints"], out["names"])}


class Holes(A.CoarseDropout):
    """Dropout with given holes."""

    def __init__(self, holes, **how):
        super().__init__(p=1, **how)
        self.holes = np.array(holes, np.int32).reshape(-1, 4)

    def get_params_dependent_on_data(self, params, data):
        return {"holes": self.holes, "seed": 0}


def erase():
    sets = [[[5, 3, 12, 9], [20, 10, 200, 7], [0, 0, 3, 3]],
            [[4, 0, 9, 60], [0, 6, 80, 5]],
            [[0, 0, 30, 20]],
            [[10, 10, 1, 1], [11, 8, 0, 4]]]
    for name in ["dark", "gradient", "photo_grey", "tiny", "one"]:
        image = IMAGES[name]
        h, w = image.shape[:2]
        for rects in sets:
            holes = np.array([[x, y, x + a, y + b] for x, y, a, b in rects]).clip(0, [w, h, w, h])
            t = Holes(holes, fill=fill_of(image))
            case("erase", name, {"rects_px": rects, "fill": FILL}, run(t, image), **kept(t, image))


class Shuffle(A.RandomGridShuffle):
    """The shuffle with given tiles."""

    def __init__(self, tiles, mapping):
        super().__init__(p=1)
        self.tiles, self.mapping = np.array(tiles, np.int16), mapping

    def get_params_dependent_on_data(self, params, data):
        return {"tiles": self.tiles, "mapping": self.mapping}


def move_tiles():
    for name in ["dark", "gradient", "photo_grey", "row", "tiny"]:
        image = IMAGES[name]
        for grid in [(3, 3), (1, 2), (4, 5)]:
            rng = np.random.default_rng(grid[1])
            tiles = fgeometric.split_uniform_grid(image.shape[:2], grid, rng)
            mapping = fgeometric.shuffle_tiles_within_shape_groups(fgeometric.create_shape_groups(tiles), rng)
            rect = lambda t: [int(t[1]), int(t[0]), int(t[3] - t[1]), int(t[2] - t[0])]
            params = {"from_px": [rect(t) for t in tiles], "to_px": [rect(tiles[m]) for m in mapping]}
            t = Shuffle(tiles, mapping)
            case("move_tiles", name, params, run(t, image), **kept(t, image))


def pixel_dropout():
    """The field is the mask of dropped samples; whole pictures and none need none."""
    for name in ["dark", "noise_grey", "one"]:
        image = IMAGES[name]
        for share in [0, 1]:
            for per_channel in [False, True]:
                t = A.PixelDropout(dropout_prob=share, per_channel=per_channel, drop_value=fill_of(image), p=1)
                case("pixel_dropout", name, {"drop_frac": share, "per_channel": per_channel, "fill": FILL},
                     run(t, image))


def salt_and_pepper():
    for name in ["dark", "noise_grey", "row", "one"]:
        for salt in [0, 1]:
            t = A.SaltAndPepper(amount=(1, 1), salt_vs_pepper=(salt, salt), p=1)
            case("salt_and_pepper", name, {"amount_frac": 1, "salt_frac": salt}, run(t, IMAGES[name]))
        t = A.SaltAndPepper(amount=(0, 0), salt_vs_pepper=(1, 1), p=1)
        case("salt_and_pepper", name, {"amount_frac": 0, "salt_frac": 1}, run(t, IMAGES[name]))


def shot_noise():
    """The field is the counts."""
    for name in SMALL:
        image = IMAGES[name]
        for scale in [0.1, 0.27, 0.013, 1.7]:
            drawn = []

            def poisson(rate):
                drawn.append(np.random.RandomState(3).poisson(rate).astype(np.float32))
                return drawn[-1]

            out = fpixel.shot_noise(image, scale, types.SimpleNamespace(poisson=poisson))
            case("shot_noise", name, {"scale": scale}, out, drawn[-1])


def multiplicative_noise():
    """The field is the factors; shared factors are parameters."""
    for name in SMALL:
        image = IMAGES[name]
        channels = image.shape[2]
        for per_channel in [False, True]:
            factors = np.random.RandomState(5).uniform(0.4, 1.9, channels if per_channel else 1)
            for values in [factors, np.full_like(factors, 0.9), np.full_like(factors, 1.0)]:
                t = A.MultiplicativeNoise((0.4, 1.9), per_channel=per_channel, elementwise=False, p=1)
                t.random_generator = types.SimpleNamespace(uniform=lambda low, high, shape: values.copy())
                params = t.get_params_dependent_on_data({}, {"image": image})
                case("multiplicative_noise", name,
                     {"factors": values.tolist(), "per_channel": per_channel, "low": 0.4, "high": 1.9},
                     t.apply(image, **params))
        for per_channel in [False, True]:
            shape = image.shape if per_channel else (*image.shape[:2], 1)
            field = np.random.RandomState(6).uniform(0.4, 1.9, shape).astype(np.float32)
            t = A.MultiplicativeNoise((0.4, 1.9), per_channel=per_channel, elementwise=True, p=1)
            t.random_generator = types.SimpleNamespace(uniform=lambda low, high, shape: field.copy())
            params = t.get_params_dependent_on_data({}, {"image": image})
            case("multiplicative_noise", name, {"per_channel": per_channel}, t.apply(image, **params), field)


def additive_noise():
    """The field is the values in levels, one a sample; shared values are parameters."""
    rng = np.random.RandomState(7)
    for name in SMALL:
        image = IMAGES[name]
        h, w, c = image.shape
        for values in [rng.uniform(-0.2, 0.2, c), rng.laplace(0, 0.1, c), np.full(c, 0.5 / 255), np.full(c, -0.1)]:
            case("additive_noise", name, {"spatial": "constant", "offsets_frac": values.tolist()},
                 fpixel.add_noise(image, values * 255))
        for spatial, kind in [("per_pixel", "uniform"), ("shared", "laplace"), ("shared", "beta")]:
            if name != "noise_grey" or spatial == "shared":
                params = {"uniform": {"ranges": [(-0.1, 0.3)]},
                          "laplace": {"mean_range": (0, 0), "scale_range": (0.1, 0.1)},
                          "beta": {"alpha_range": (0.5, 0.5), "beta_range": (1.5, 1.5), "scale_range": (0.3, 0.3)}}[kind]
                noise = fpixel.generate_noise(kind, spatial, image.shape, params, 255, 1.0, np.random.default_rng(8))
                # Only the whole part counts; single precision keeps it.
                field = np.trunc(np.broadcast_to(noise, image.shape)).astype(np.float32)
                case("additive_noise", name, {"law": kind, "spatial": spatial}, fpixel.add_noise(image, noise), field)


def iso_noise():
    """The field is the counts, then the normal values."""
    for name in ["dark", "square", "row", "tiny", "one", "flat"]:
        image = IMAGES[name]
        h, w = image.shape[:2]
        for shift, intensity in [(0.05, 0.5), (1.0, 1.3)]:
            rng = np.random.RandomState(9)
            counts, normal = rng.poisson(0.4, (h, w)), rng.standard_normal((h, w)).astype(np.float32)
            generator = types.SimpleNamespace(
                poisson=lambda rate, size: counts.copy(),
                normal=lambda mean, sd, size: mean + sd * normal.astype(float))
            out = fpixel.iso_noise(image, shift, intensity, generator)
            field = np.concatenate([counts.ravel(), normal.ravel()]).astype(np.float32)
            case("iso_noise", name, {"color_shift": shift, "intensity": intensity}, out, field)


BUILDERS = [erase, move_tiles, pixel_dropout, salt_and_pepper, shot_noise, multiplicative_noise, additive_noise,
            iso_noise]

if __name__ == "__main__":
    main(BUILDERS)
