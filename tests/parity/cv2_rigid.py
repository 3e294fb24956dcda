"""Goldens of the cv2 dialect: turns, pads, crops, sizes, perspective.

    python cv2_rigid.py [BUILDER…]
"""

import albumentations as A
import cv2
import numpy as np
from albumentations.augmentations.geometric import functional as fgeometric

from cv2_common import BORDER, FILL, IMAGES, INTERPOLATION, fill_of, main, move, moved

SMALL = ["dark", "noise_grey", "one", "row", "column", "tiny"]
RESAMPLING = {**INTERPOLATION, "area": cv2.INTER_AREA, "lanczos": cv2.INTER_LANCZOS4}


def followed(transform, image):
    """Boxes and keypoints; nothing where a box ends outside the picture, which the library refuses."""
    try:
        return moved(transform, image)
    except ValueError:
        return {}


def both(op, name, params, transform):
    move(op, name, params, transform, **followed(transform, IMAGES[name]))


def boxes_only(op, name, params, transform):
    """Keypoints are scaled by the unrounded factor there, not as the pixels are."""
    extra = {"boxes": moved(transform, IMAGES[name])["boxes"]}
    move(op, name, params, transform, **extra)


def turns():
    class Turn(A.D4):
        def get_params(self):
            return {"group_element": self.element}

    for name in SMALL:
        both("vertical_flip", name, {}, A.VerticalFlip(p=1))
        both("transpose", name, {}, A.Transpose(p=1))
        for element in ["e", "r90", "r180", "r270", "v", "hvt", "h", "t"]:
            turn = Turn(p=1)
            turn.element = element
            both("turn", name, {"symmetry": element}, turn)


def pad():
    keys = ["left_px", "top_px", "right_px", "bottom_px"]
    for name in SMALL:
        image = IMAGES[name]
        for border, code in BORDER.items():
            for sides in [(3, 0, 5, 2), (9, 11, 1, 30)]:
                t = A.Pad(padding=sides, border_mode=code, fill=fill_of(image), p=1)
                params = {**dict(zip(keys, sides)), "border": border, "fill": FILL}
                # A mirrored border makes copies of boxes and keypoints there.
                extra = {} if border.startswith("reflect") else followed(t, image)
                move("pad", name, params, t, **extra)


def pad_if_needed():
    for name in SMALL:
        image = IMAGES[name]
        for position in ["center", "top_left", "top_right", "bottom_left", "bottom_right"]:
            t = A.PadIfNeeded(min_height=35, min_width=40, position=position, fill=fill_of(image), p=1)
            params = {"min_height_px": 35, "min_width_px": 40, "position": position, "fill": FILL}
            both("pad_if_needed", name, params, t)
        t = A.PadIfNeeded(min_height=None, min_width=None, pad_height_divisor=8, pad_width_divisor=15,
                          fill=fill_of(image), p=1)
        both("pad_if_needed", name, {"height_divisor_px": 8, "width_divisor_px": 15, "fill": FILL}, t)


def crops():
    for name, (x, y, w, h) in [("dark", (3, 5, 20, 11)), ("noise_grey", (0, 0, 45, 31)), ("one", (0, 0, 1, 1)),
                               ("row", (4, 0, 7, 1)), ("column", (0, 9, 1, 8)), ("tiny", (1, 0, 1, 3))]:
        params = {"x_px": x, "y_px": y, "width_px": w, "height_px": h}
        both("crop", name, params, A.Crop(x_min=x, y_min=y, x_max=x + w, y_max=y + h, p=1))
    for name, w, h in [("dark", 17, 10), ("dark", 40, 32), ("noise_grey", 44, 1), ("one", 1, 1), ("tiny", 1, 2)]:
        params = {"width_px": w, "height_px": h}
        both("center_crop", name, params, A.CenterCrop(height=h, width=w, p=1))
    for name, w, h in [("dark", 51, 20), ("noise_grey", 44, 60), ("one", 4, 3), ("tiny", 1, 8), ("row", 8, 4)]:
        for position in ["center", "top_left", "bottom_right"]:
            for border in ["constant", "replicate", "wrap"] if position == "center" else ["constant"]:
                t = A.CenterCrop(height=h, width=w, pad_if_needed=True, pad_position=position,
                                 border_mode=BORDER[border], fill=fill_of(IMAGES[name]), p=1)
                params = {"width_px": w, "height_px": h, "pad_if_needed": True, "position": position,
                          "border": border, "fill": FILL}
                both("center_crop", name, params, t)
    # As large as the padded picture there is one place.
    for name, w, h in [("dark", 40, 50), ("row", 25, 4), ("one", 3, 3)]:
        t = A.RandomCrop(height=h, width=w, pad_if_needed=True, fill=fill_of(IMAGES[name]), p=1)
        both("random_crop", name, {"width_px": w, "height_px": h, "pad_if_needed": True, "fill": FILL}, t)


def crop_and_pad():
    for name in SMALL:
        for amount in [-0.12, 0.3, -0.4]:
            for keep in [True, False]:
                t = A.CropAndPad(percent=amount, keep_size=keep, fill=0, p=1)
                params = {"amount_frac": amount, "keep_size": keep, "amount_px": 0}
                both("crop_and_pad", name, params, t)
        for px in [3, -2]:
            if px < 0 and min(IMAGES[name].shape[:2]) < 5:
                continue
            t = A.CropAndPad(px=px, keep_size=px > 0, border_mode=cv2.BORDER_REPLICATE, p=1)
            params = {"amount_frac": 0, "amount_px": px, "keep_size": px > 0, "border": "replicate"}
            both("crop_and_pad", name, params, t)


def sizes():
    for name in ["dark", "noise_grey", "tiny", "column"]:
        for size in [7, 20, 61]:
            for op, make in [("longest_max_size", A.LongestMaxSize), ("smallest_max_size", A.SmallestMaxSize)]:
                for area in [None, "image"] if name == "dark" else [None]:
                    params = {"size_px": size, "area_when_shrinking": area is not None}
                    boxes_only(op, name, params, make(max_size=size, area_for_downscale=area, p=1))
        for op, make in [("longest_max_size", A.LongestMaxSize), ("smallest_max_size", A.SmallestMaxSize)]:
            boxes_only(op, name, {"width_px": 19, "height_px": 11}, make(max_size_hw=(11, 19), p=1))
            boxes_only(op, name, {"width_px": 9}, make(max_size_hw=(None, 9), p=1))
        for scale in [0.55, 1.31]:
            if name not in ("tiny", "column") or scale > 1:
                boxes_only("random_scale", name, {"scale": scale},
                           A.RandomScale(scale_limit=(scale - 1, scale - 1), p=1))


def resize_more():
    """Area and Lanczos."""
    sizes = {"dark": [(20, 16), (10, 16), (17, 13), (80, 64), (61, 20), (40, 7), (1, 1)], "noise_grey": [(15, 31), (22, 50)],
             "one": [(3, 4)], "row": [(7, 1), (40, 3)], "column": [(1, 5), (5, 9)], "tiny": [(1, 2), (7, 9)]}
    for name, sets in sizes.items():
        for w, h in sets:
            for interpolation in ["area", "lanczos"]:
                t = A.Resize(height=h, width=w, interpolation=RESAMPLING[interpolation], p=1)
                both("resize_more", name, {"width_px": w, "height_px": h, "interpolation": interpolation}, t)


def flat(quad):
    """Whether three corners lie on a line."""
    a, b = np.roll(quad, 1, 0) - quad, np.roll(quad, -1, 0) - quad
    return (np.abs(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]) < 1e-3).any()


def perspective():
    rng = np.random.RandomState(3)
    for name in ["dark", "noise_grey", "one", "row", "tiny"]:
        image = IMAGES[name]
        h, w = image.shape[:2]
        for keep_size, fit_output in [(True, False), (False, False), (True, True), (False, True)]:
            if name == "dark" and fit_output != keep_size:
                continue
            for interpolation in INTERPOLATION:
                for border in ["constant", "replicate"] if keep_size and not fit_output else ["constant"]:
                    points = np.mod(np.abs(rng.normal(0, 0.1, (4, 2))), 0.32)
                    points[1, 0] = 1 - points[1, 0]
                    points[2] = 1 - points[2]
                    points[3, 1] = 1 - points[3, 1]
                    points = fgeometric.order_points(points * [w, h])
                    matrix, mw, mh = fgeometric.compute_perspective_params(points, (h, w))
                    source, target = points, np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
                    if fit_output:
                        moved_to = cv2.perspectiveTransform(target[None], matrix)[0]
                        source = target
                        target = np.around(moved_to - moved_to.min(0))
                        matrix, mw, mh = fgeometric.expand_transform(matrix, (h, w))
                    if mw < 1 or mh < 1 or flat(target):
                        continue  # nothing is left, or corners fell together

                    class Fixed(A.Perspective):
                        def get_params_dependent_on_data(self, params, data, matrix=matrix, mw=mw, mh=mh):
                            return {"matrix": matrix, "max_width": mw, "max_height": mh, "matrix_bbox": matrix}

                    t = Fixed(keep_size=keep_size, interpolation=INTERPOLATION[interpolation],
                              border_mode=BORDER[border], fill=fill_of(image), p=1)
                    out = (w, h) if keep_size else (mw, mh)
                    params = {"from_px": source.flatten().tolist(), "to_px": target.flatten().tolist(),
                              "width_px": out[0], "height_px": out[1], "canvas_width_px": mw, "canvas_height_px": mh,
                              "interpolation": interpolation, "border": border, "fill": FILL}
                    extra = followed(t, image) if interpolation == "bilinear" and border == "constant" else {}
                    move("perspective_warp", name, params, t, **extra)


def rotations():
    for name, angles in [("dark", [27, -100]), ("noise_grey", [5.5, 45]), ("row", [3]), ("tiny", [20])]:
        image = IMAGES[name]
        for angle in angles:
            for interpolation in INTERPOLATION:
                how = {"interpolation": INTERPOLATION[interpolation], "fill": fill_of(image), "p": 1}
                params = {"angle_deg": angle, "interpolation": interpolation, "fill": FILL}
                keep = interpolation == "bilinear"
                t = A.SafeRotate(limit=(angle, angle), **how)
                move("safe_rotate", name, params, t, **(followed(t, image) if keep else {}))
                if name in ("dark", "noise_grey"):
                    t = A.Rotate(limit=(angle, angle), crop_border=True, **how)
                    move("rotate_crop", name, {**params, "crop_border": True}, t,
                         **(followed(t, image) if keep else {}))
                t = A.Affine(rotate=(angle, angle), scale=(0.8, 0.8), shear={"x": (9, 9), "y": (0, 0)},
                             translate_px={"x": (4, 4), "y": (-3, -3)}, fit_output=True, **how)
                whole = {**params, "scale_x": 0.8, "scale_y": 0.8, "shear_x_deg": 9, "translate_x_px": 4,
                         "translate_y_px": -3, "fit_output": True}
                move("affine_fit", name, whole, t, **(followed(t, image) if keep else {}))


BUILDERS = [turns, pad, pad_if_needed, crops, crop_and_pad, sizes, resize_more, perspective, rotations]

if __name__ == "__main__":
    main(BUILDERS)
