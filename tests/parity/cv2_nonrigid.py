"""Goldens of the cv2 dialect: maps of given numbers.

    python cv2_nonrigid.py [BUILDER…]
"""

import os
import types
import warnings

import albumentations as A
import numpy as np
from albumentations.augmentations.geometric import functional as fgeometric

from cv2_common import BORDER, FILL, IMAGES, INTERPOLATION, case, fill_of, main

# Library and interpolations: the small pictures that matter.
NAMES = ["dark", "square", "noise_grey", "row", "column"]
LOOKS = [("bilinear", "constant"), ("nearest", "reflect_101"), ("bicubic", "replicate")]


def points(image, maps):
    """Inner boxes and keypoints that stay whole, before and after, as the library moves them."""
    h, w = image.shape[:2]
    boxes = np.array([[0.2, 0.25, 0.55, 0.7, 0], [0.45, 0.3, 0.8, 0.75, 1]]) * [w, h, w, h, 1]
    boxes[:, :4] = boxes[:, :4].round()
    keypoints = (np.array([[0.3, 0.3], [0.5, 0.55], [0.7, 0.6]]) * [w, h]).round()
    after = fgeometric.remap_bboxes(boxes, *maps, (h, w))
    moved = fgeometric.remap_keypoints_via_mask(keypoints, *maps, (h, w))
    if len(moved) < 3:
        return {}
    return {"moved": {"boxes_from": boxes[:, :4].tolist(), "boxes": np.asarray(after)[:, :4].tolist(),
                      "keypoints_from": keypoints.tolist(), "keypoints": moved.tolist()}}


def each(op, name, params, maps, looks=LOOKS):
    image = IMAGES[name]
    extra = points(image, maps) if name == "dark" and op in ("grid_distortion", "optical_distortion") else {}
    for interpolation, border in looks:
        out = fgeometric.remap(image, *maps, INTERPOLATION[interpolation], BORDER[border], fill_of(image))
        case(op, name, {**params, "interpolation": interpolation, "border": border, "fill": FILL}, out, **extra)


def looks_of(name):
    return LOOKS if name == "noise_grey" else LOOKS[:1]


def grid_distortion():
    rng = np.random.RandomState(21)
    for name in ["dark", "square", "noise_grey", "square"]:
        shape = IMAGES[name].shape[:2]
        for cells, limit, normalized in [(5, 0.3, True), (5, 0.3, False), (10, 0.8, True), (1, 0.5, True)]:
            steps = (1 + rng.uniform(-limit, limit, 2 * (cells + 1))).round(4).tolist()
            across, down = steps[:cells + 1], steps[cells + 1:]
            if normalized:
                made = fgeometric.normalize_grid_distortion_steps(shape, cells, list(across), list(down))
                across, down = made["steps_x"], made["steps_y"]
            maps = fgeometric.generate_grid(shape, across, down, cells)
            each("grid_distortion", name, {"cells": cells, "normalized": normalized, "steps": steps}, maps,
                 looks_of(name))


def optical_distortion():
    for name in NAMES + ["one", "tiny"]:
        shape = IMAGES[name].shape[:2]
        for mode, k in [("camera", 0.05), ("camera", -0.4), ("camera", 0.9), ("fisheye", 0.05), ("fisheye", -0.3),
                        ("fisheye", 1.1)]:
            if name == "dark" and abs(k) > 0.5:
                continue
            make = {"camera": fgeometric.get_camera_matrix_distortion_maps,
                    "fisheye": fgeometric.get_fisheye_distortion_maps}[mode]
            each("optical_distortion", name, {"distortion": k, "mode": mode}, make(shape, k), looks_of(name))


def thin_plate_spline():
    """Through the class, whose generator gives known moves."""
    rng = np.random.RandomState(22)
    for name in NAMES + ["one"]:
        h, w = IMAGES[name].shape[:2]
        for points, sd in [(4, 0.03), (2, 0.05), (3, 0.01), (6, 0.02)]:
            count = 5 if points == 2 else points * points
            offsets = rng.normal(0, sd, (count, 2)).round(4)
            t = A.ThinPlateSpline(num_control_points=points, scale_range=(0.3, 0.3), p=1)
            t.random_generator = types.SimpleNamespace(normal=lambda mean, scale, shape: offsets)
            maps = t.get_params_dependent_on_data({"shape": (h, w)}, {})
            each("thin_plate_spline", name, {"points": points, "offsets_frac": offsets.ravel().tolist()},
                 (maps["map_x"], maps["map_y"]), looks_of(name))


def piecewise_affine():
    warnings.simplefilter("ignore")
    rng = np.random.RandomState(23)
    for name in ["dark", "square", "noise_grey", "row", "one"]:
        h, w = IMAGES[name].shape[:2]
        for rows, columns, px in [(4, 4, 3.0), (2, 3, 8.0), (5, 9, 2.0)]:
            jitter = (rng.normal(0, px, (rows, columns, 2)) * 8).round().astype(np.float32) / 8
            generator = types.SimpleNamespace(normal=lambda mean, scale, shape: jitter)
            maps = fgeometric.create_piecewise_affine_maps((h, w), (rows, columns), 0.1, False, generator)
            each("piecewise_affine", name,
                 {"rows": rows, "columns": columns, "offsets": jitter[..., ::-1].astype(float).ravel().tolist()}, maps,
                 looks_of(name))


def grid_elastic_deform():
    rng = np.random.RandomState(24)
    for name in ["dark", "square", "noise_grey"]:
        image = IMAGES[name]
        for rows, columns, px in [(4, 4, 3), (3, 5, 2), (2, 2, 9), (6, 6, 1)]:
            t = A.GridElasticDeform(num_grid_xy=(rows, columns), magnitude=px, p=1)
            moves = rng.randint(-px, px + 1, (columns - 1, rows - 1, 2))
            sides = []

            def shuffle(intervals):
                rng.shuffle(intervals)
                sides.append(intervals.tolist())

            t.random_generator = types.SimpleNamespace(shuffle=shuffle, integers=lambda low, high, size: moves)
            mesh = t.get_params_dependent_on_data({"shape": image.shape}, {})["generated_mesh"]
            params = {"rows": rows, "columns": columns, "mesh": sides[0] + sides[1] + moves.ravel().tolist()}
            for interpolation in INTERPOLATION if rows == 4 else ["bilinear"]:
                out = fgeometric.distort_image(image, mesh, INTERPOLATION[interpolation])
                case("grid_elastic_deform", name, {**params, "interpolation": interpolation}, out)


BUILDERS = [grid_distortion, optical_distortion, thin_plate_spline, piecewise_affine,
            grid_elastic_deform]

if __name__ == "__main__":
    # The second run is without numpy's vector functions, too: its sines and arc tangents differ.
    os.environ["NPY_DISABLE_CPU_FEATURES"] = "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR"
    main(BUILDERS)
