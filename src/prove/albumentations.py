"""Albumentations 2.0.8 on given numbers.

`run` takes a step of draws.json. Most steps are the library's own class, built from the dictionary
that stands in `library`. Where a class draws what augplay has drawn already, a function called as
augplay's op hands the numbers to what that class runs.
"""

import os
import types

os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"

import albumentations as A
import cv2
import numpy as np
from albumentations.augmentations.blur import functional as fblur
from albumentations.augmentations.dropout import functional as fdropout
from albumentations.augmentations.geometric import functional as fgeometric
from albumentations.augmentations.pixel import functional as fpixel
from scipy import special, stats

from dice import bits, bits_at, rgb, share

INTERPOLATION = {"nearest": cv2.INTER_NEAREST, "bilinear": cv2.INTER_LINEAR, "bicubic": cv2.INTER_CUBIC}
BORDER = {"constant": cv2.BORDER_CONSTANT, "replicate": cv2.BORDER_REPLICATE, "reflect": cv2.BORDER_REFLECT,
          "reflect_101": cv2.BORDER_REFLECT_101, "wrap": cv2.BORDER_WRAP}


class NotCompared(Exception):
    """Why a step cannot be compared."""


def run(step, image, folder):
    """The picture after a step; height, width, channels."""
    image = np.ascontiguousarray(image)
    if step["own"]:
        fields = [np.load(folder / path) for path in step.get("fields", [])]
        own = globals()[step["op"]]
        out = own(types.SimpleNamespace(**step["args"]), image, types.SimpleNamespace(
            fields=fields, passes=step.get("passes", []), steps=step.get("steps", []), folder=folder))
    elif step.get("library") is None:
        raise NotCompared(step["sentence"])
    else:
        tree = {"__class_fullname__": "Compose", "transforms": [step["library"]], "p": 1.0}
        out = A.from_dict({"__version__": A.__version__, "transform": tree})(image=image)["image"]
    out = np.asarray(out)
    return out[..., None] if out.ndim == 2 else out


def spread(law, a, bits):
    """Values of a law in levels."""
    u = share(bits)
    if law == "gaussian":
        return 255 * (a.mean_frac + a.sd_frac * special.ndtri(u))
    if law == "laplace":
        return 255 * stats.laplace.ppf(u, a.mean_frac, a.sd_frac)
    if law == "beta":
        return 255 * a.scale_frac * (2 * stats.beta.ppf(u, a.alpha, a.beta) - 1)
    return 255 * (a.low_frac + u * (a.high_frac - a.low_frac))


def samples(image, drawn, per_channel):
    """The bits of every sample."""
    return drawn[..., : image.shape[2]] if per_channel else np.repeat(drawn[..., :1], image.shape[2], -1)


def colour(a, image):
    fill = rgb(a.fill)
    return fill[0] if image.shape[2] == 1 else fill


def remapped(a, image, x, y):
    return fgeometric.remap(image, x, y, INTERPOLATION[a.interpolation], BORDER[a.border], colour(a, image))


def known(**functions):
    """A generator that hands out what is known."""
    return types.SimpleNamespace(**functions)


# Places.


def select_channels(a, image, step):
    out = image.copy()
    part = image[..., a.channels]
    for child in step.steps:
        part = run(child, part, step.folder)
    out[..., a.channels] = part
    return out


def erase(a, image, step):
    if a.cover != "fill":
        raise NotCompared(f"covers of {a.cover} are drawn for each sample by the library's own generator")
    height, width = image.shape[:2]
    holes = [[x, y, x + w, y + h] for x, y, w, h in a.rects_px]
    holes = np.clip(np.array(holes, np.int32).reshape(-1, 4), 0, [width, height, width, height])
    holes = holes[(holes[:, 2] > holes[:, 0]) & (holes[:, 3] > holes[:, 1])]
    return fdropout.cutout(image, holes, colour(a, image), np.random.default_rng(0)) if len(holes) else image


def move_tiles(a, image, step):
    corners = lambda rects: np.array([[y, x, y + h, x + w] for x, y, w, h in rects], np.int16)
    tiles, to = corners(a.from_px), corners(a.to_px)
    mapping = [next(i for i, tile in enumerate(tiles) if (tile == goal).all()) for goal in to]
    return fgeometric.swap_tiles_on_image(image, tiles, mapping)


def perspective_warp(a, image, step):
    height, width = image.shape[:2]
    given = vars(a).get
    own = [0, 0, width, 0, width, height, 0, height]
    source, target = (np.array(given(key, own), np.float32).reshape(4, 2) for key in ("from_px", "to_px"))
    matrix = cv2.getPerspectiveTransform(source, target)
    out = (given("width_px") or width, given("height_px") or height)
    canvas = (given("canvas_width_px") or out[0], given("canvas_height_px") or out[1])
    return fgeometric.perspective(image, matrix, *map(int, canvas), colour(a, image), BORDER[a.border], out != canvas,
                                  INTERPOLATION[a.interpolation])


def elastic_transform(a, image, step):
    (field,) = step.fields
    return remapped(a, image, field[..., 0], field[..., 1])


def grid_distortion(a, image, step):
    shape = image.shape[:2]
    across, down = a.steps[: a.cells + 1], a.steps[a.cells + 1:]
    if a.normalized:
        made = fgeometric.normalize_grid_distortion_steps(shape, a.cells, list(across), list(down))
        across, down = made["steps_x"], made["steps_y"]
    return remapped(a, image, *fgeometric.generate_grid(shape, across, down, a.cells))


def thin_plate_spline(a, image, step):
    moves = np.array(a.offsets_frac).reshape(-1, 2)
    t = A.ThinPlateSpline(num_control_points=a.points, scale_range=(0.3, 0.3), p=1)
    t.random_generator = known(normal=lambda mean, scale, shape: moves)
    maps = t.get_params_dependent_on_data({"shape": image.shape[:2]}, {})
    return remapped(a, image, maps["map_x"], maps["map_y"])


def piecewise_affine(a, image, step):
    moves = np.array(a.offsets, np.float32).reshape(a.rows, a.columns, 2)[..., ::-1]
    generator = known(normal=lambda mean, scale, shape: moves.copy())
    maps = fgeometric.create_piecewise_affine_maps(image.shape[:2], (a.rows, a.columns), 0.1, False, generator)
    return remapped(a, image, *maps)


def grid_elastic_deform(a, image, step):
    numbers = [int(n) for n in a.mesh]
    sides = [numbers[: a.columns], numbers[a.columns: a.columns + a.rows]]
    if a.rows != a.columns and sum(sides[0]) != image.shape[1]:
        sides = [numbers[: a.rows], numbers[a.rows: a.rows + a.columns]]
    moves = np.array(numbers[a.rows + a.columns:]).reshape(a.columns - 1, a.rows - 1, 2)
    drawn = iter(sides)

    def shuffle(intervals):
        intervals[:] = next(drawn)

    t = A.GridElasticDeform(num_grid_xy=(a.rows, a.columns), magnitude=max(1, int(np.abs(moves).max(initial=0))), p=1)
    t.random_generator = known(shuffle=shuffle, integers=lambda low, high, size: moves)
    mesh = t.get_params_dependent_on_data({"shape": image.shape}, {})["generated_mesh"]
    return fgeometric.distort_image(image, mesh, INTERPOLATION[a.interpolation])


# Colours.


def channel_shuffle(a, image, step):
    return fpixel.channel_shuffle(image, [int(c) for c in a.order][: image.shape[2]]) if image.shape[2] > 1 else image


def channel_dropout(a, image, step):
    lost = [c for c, gone in enumerate(a.dropped) if gone]
    return fdropout.channel_dropout(image, lost, a.fill_level)


def tone_curve(a, image, step):
    low, high = (np.array(v) if len(v) > 1 else v[0] for v in (a.low, a.high))
    return fpixel.move_tone_curve(image, low, high)


def planckian_jitter(a, image, step):
    return fpixel.planckian_jitter(image, int(a.temperature_k), a.mode)


def fancy_pca(a, image, step):
    return fpixel.fancy_pca(image, np.array(a.factors[: image.shape[2]], np.float32))


def illumination(a, image, step):
    intensity = a.intensity_frac
    if a.mode == "linear":
        return fpixel.apply_linear_illumination(image, intensity, a.angle_deg)
    plain = image if image.shape[2] == 3 else image[..., 0]
    if a.mode == "corner":
        return fpixel.apply_corner_illumination(plain, intensity, int(a.corner))
    return fpixel.apply_gaussian_illumination(plain, intensity, (a.x_frac, a.y_frac), a.sigma_frac)


# Blurs.


def motion_blur(a, image, step):
    if a.kernel_px <= 1:
        return image
    shifts = iter([a.shift_x, a.shift_y])
    line = fblur.create_motion_kernel(int(a.kernel_px), a.angle_deg, a.direction, True,
                                      known(uniform=lambda low, high: next(shifts)))
    return fpixel.convolve(image, kernel=line.astype(np.float32) / np.sum(line))


def glass_blur(a, image, step):
    height, width = image.shape[:2]
    reach, rounds = int(a.max_delta_px), int(a.iterations)
    total = max(height - 2 * reach, 0) * max(width - 2 * reach, 0)
    swap, turn = np.mgrid[:total, :rounds]
    drawn = bits_at(a.seed, swap, turn)[..., :2].astype(np.uint64)
    offsets = (drawn * np.uint64(2 * reach) >> np.uint64(32)).astype(int) - reach
    if not total:
        offsets = np.zeros((1, rounds, 2), int)
    plain = image if image.shape[2] == 3 else image[..., 0]
    return fblur.glass_blur(plain, a.sigma_px, reach, rounds, offsets, a.mode)


def advanced_blur(a, image, step):
    size = int(a.kernel_px)
    values = iter([a.sigma_x_px, a.sigma_y_px, a.angle_deg, a.beta])
    y, x = np.mgrid[:size, :size]
    noise = a.noise_min + (a.noise_max - a.noise_min) * (bits_at(a.seed, x, y)[..., 0] / 2.0**32)
    t = A.AdvancedBlur(blur_limit=(size, size), p=1)
    t.py_random = known(uniform=lambda low, high: next(values), random=lambda: 0.7,
                        randint=lambda low, high: size, randrange=lambda *ends: size)
    t.random_generator = known(uniform=lambda low, high, size: noise)
    return fpixel.convolve(image, t.get_params()["kernel"])


def morphology(a, image, step):
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (int(a.width_px), int(a.height_px)))
    return fgeometric.morphology(image, kernel, a.operation)


# Noise.


def gauss_noise(a, image, step):
    return fpixel.add_noise(image, spread("gaussian", a, samples(image, bits(a.seed, *image.shape[:2]), a.per_channel)))


def additive_noise(a, image, step):
    if a.spatial == "constant":
        return fpixel.add_noise(image, np.array(a.offsets_frac[: image.shape[2]]) * 255)
    drawn = samples(image, bits(a.seed, *image.shape[:2]), a.spatial == "per_pixel")
    return fpixel.add_noise(image, spread(a.law, a, drawn))


def multiplicative_noise(a, image, step):
    t = A.MultiplicativeNoise((a.low, a.high), per_channel=a.per_channel, elementwise=a.elementwise, p=1)
    if a.elementwise:
        drawn = (bits(a.seed, *image.shape[:2]) >> np.uint32(8)).astype(np.float32) * np.float32(1 / 2**24)
        low, high = np.float32(a.low), np.float32(a.high)
        field = low + (high - low) * drawn[..., : image.shape[2] if a.per_channel else 1]
    else:
        field = np.array(a.factors)
    t.random_generator = known(uniform=lambda low, high, shape: field.copy())
    return t.apply(image, **t.get_params_dependent_on_data({}, {"image": image}))


def shot_noise(a, image, step):
    drawn = share(bits(a.seed, *image.shape[:2])[..., : image.shape[2]])
    counts = lambda rate: stats.poisson.ppf(drawn.reshape(rate.shape), rate)
    return fpixel.shot_noise(image, a.scale, known(poisson=counts))


def iso_noise(a, image, step):
    drawn = share(bits(a.seed, *image.shape[:2]))
    generator = known(poisson=lambda rate, size: stats.poisson.ppf(drawn[..., 0], float(np.ravel(rate)[0])),
                      normal=lambda mean, sd, size: mean + sd * special.ndtri(drawn[..., 1]).astype(np.float32))
    return fpixel.iso_noise(image, a.color_shift, a.intensity, generator)


def salt_and_pepper(a, image, step):
    area = image.shape[0] * image.shape[1]
    noisy = int(area * a.amount_frac)
    salty = int(noisy * a.salt_frac)
    order = np.argsort(bits(a.seed, *image.shape[:2])[..., 0].ravel(), kind="stable")
    masks = np.zeros((2, area), bool)
    masks[0, order[:salty]] = True
    masks[1, order[salty:noisy]] = True
    return fpixel.apply_salt_and_pepper(image, *masks.reshape(2, *image.shape[:2]))


def pixel_dropout(a, image, step):
    if a.cover != "fill":
        raise NotCompared(f"covers of {a.cover} are drawn for each sample by the library's own generator")
    mask = samples(image, bits(a.seed, *image.shape[:2]), a.per_channel) < int(a.drop_frac * 2**32)
    return fpixel.pixel_dropout(image, mask, np.array(rgb(a.fill)[: image.shape[2]], image.dtype))


# Weather and optics.


def random_fog(a, image, step):
    (fog,) = (p["fog"] for p in step.passes)
    discs = [[int(v) for v in disc] for disc in fog["discs"]]
    return fpixel.add_fog(image, a.fog_frac, a.alpha_frac, [(x, y) for x, y, _ in discs], [r for *_, r in discs])


def random_rain(a, image, step):
    (rain,) = (p["rain"] for p in step.passes)
    slant, length = rain["fall"]
    drops = np.array(rain["drops"], np.int32).reshape(-1, 2)
    return fpixel.add_rain(image, slant, int(length), rain["width"], tuple(rain["colour"]), rain["blur"],
                           rain["brightness"], drops)


def random_snow(a, image, step):
    if a.method == "bleach":
        return fpixel.add_snow_bleach(image, a.snow_frac, a.brightness)
    values = iter(field[..., 0].astype(float) for field in step.fields)
    draw = lambda *_, **__: next(values)
    texture, sparks = fpixel.generate_snow_textures(image.shape[:2], known(normal=draw, random=draw))
    return fpixel.add_snow_texture(image, a.snow_frac, a.brightness, texture, sparks)


def random_gravel(a, image, step):
    (gravel,) = (p["gravel"] for p in step.passes)
    return fpixel.add_gravel(image, np.array(gravel["stones"]).reshape(-1, 5)[:, [1, 3, 0, 2, 4]])


def shade_polygon(a, image, step):
    (shadow,) = (p["shadow"] for p in step.passes)
    return fpixel.add_shadow(image, [np.array(shadow["corners"], int)], np.array([shadow["intensity"]]))


def random_sun_flare(a, image, step):
    circles = [(c[0], (int(c[1]), int(c[2])), int(c[3]), tuple(int(v) for v in c[4:]))
               for c in np.array(a.circles).reshape(-1, 7)]
    paint = {"overlay": fpixel.add_sun_flare_overlay, "physics_based": fpixel.add_sun_flare_physics_based}[a.method]
    return paint(image, (int(a.centre_x_px), int(a.centre_y_px)), int(a.radius_px), tuple(rgb(a.colour)), circles)


def spatter(a, image, step):
    (field,) = step.fields
    shade = rgb(a.mud_colour if a.mode == "mud" else a.rain_colour)
    t = A.Spatter(mode=a.mode, mean=(a.mean_frac, a.mean_frac), std=(a.sd_frac, a.sd_frac), gauss_sigma=(a.sigma_px, a.sigma_px),
                  cutout_threshold=(a.cutoff_frac, a.cutoff_frac), intensity=(a.intensity_frac, a.intensity_frac),
                  color=shade, p=1)
    t.random_generator = known(normal=lambda size, loc, scale: field[..., 0].astype(float))
    try:
        params = t.get_params_dependent_on_data({"shape": image.shape}, {})
    except AttributeError:
        raise NotCompared("without a drop of mud the library picks pixels by its own generator") from None
    return t.apply(image, **params)


def plasma_shadow(a, image, step):
    (field,) = step.fields
    return fpixel.apply_plasma_shadow(image, a.intensity_frac, field[..., 0])


def plasma_brightness_contrast(a, image, step):
    (field,) = step.fields
    return fpixel.apply_plasma_brightness_contrast(image, a.brightness_frac, a.contrast_frac, field[..., 0])


def chromatic_aberration(a, image, step):
    return fpixel.chromatic_aberration(image, *a.coefficients, INTERPOLATION[a.interpolation])
