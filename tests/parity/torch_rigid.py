"""Goldens of the torch dialect: turns, pads, crops, sizes, perspective.

    python torch_rigid.py
"""

import torch
from torchvision.transforms import v2
from torchvision.transforms.functional import _get_perspective_coeffs
from torchvision.transforms.v2 import functional as F

from torch_common import IMAGES, fill_of, main, moved, tensor

SMALL = ["dark", "noise_grey", "one", "row", "column", "tiny"]


def transpose():
    for n in SMALL:
        yield n, {}, tensor(IMAGES[n]).transpose(-1, -2), {}


def turn():
    calls = {
        "r90": lambda t: torch.rot90(t, 1, (-2, -1)),
        "r180": lambda t: torch.rot90(t, 2, (-2, -1)),
        "r270": lambda t: torch.rot90(t, 3, (-2, -1)),
        "hvt": lambda t: torch.rot90(t, 2, (-2, -1)).transpose(-1, -2),
    }
    for element, call in calls.items():
        for n in SMALL:
            yield n, {"symmetry": element}, call(tensor(IMAGES[n])), {}


def pad():
    keys = ["left_px", "top_px", "right_px", "bottom_px"]
    modes = {"constant": "constant", "replicate": "edge", "reflect": "symmetric", "reflect_101": "reflect"}
    for n in SMALL:
        img = IMAGES[n]
        h, w = img.shape[:2]
        for border, mode in modes.items():
            for sides in [(3, 0, 5, 2), (9, 11, 1, 30)]:
                most = {"reflect": 0, "reflect_101": 1}.get(border, -999)
                sides = [min(s, (h if i % 2 else w) - most) for i, s in enumerate(sides)]
                fill = fill_of(img, (7, 99, 201)) if border == "constant" else 0
                call = lambda t: F.pad(t, sides, fill=fill, padding_mode=mode)
                params = {**dict(zip(keys, sides)), "border": border, "fill": [7, 99, 201]}
                yield n, params, call(tensor(img)), moved(img, call) if border == "constant" else {}


def center_crop():
    for n, w, h in [("dark", 17, 10), ("dark", 51, 33), ("noise_grey", 44, 60), ("one", 4, 3), ("tiny", 1, 8),
                    ("row", 8, 1)]:
        # Where torchvision pads, boxes can lie a pixel beside the picture; ours stay on it.
        call = lambda t: F.center_crop(t, [h, w])
        img = IMAGES[n]
        inside = h <= img.shape[0] and w <= img.shape[1]
        yield n, {"width_px": w, "height_px": h}, call(tensor(img)), moved(img, call) if inside else {}


def random_crop():
    sets = [("dark", 40, 42, 0, False), ("tiny", 8, 9, 3, False), ("one", 3, 3, 1, False)]
    for n, w, h, padding, needed in sets:
        h_, w_ = IMAGES[n].shape[:2]
        sides = [padding + (w - w_ - 2 * padding), padding, padding, padding + (h - h_ - 2 * padding)]
        call = v2.RandomCrop((h, w), padding=sides, pad_if_needed=needed, fill=9, padding_mode="constant")
        params = {"width_px": w, "height_px": h, "pad_left_px": sides[0], "pad_top_px": sides[1],
                  "pad_right_px": sides[2], "pad_bottom_px": sides[3], "fill": 9}
        yield n, params, call(tensor(IMAGES[n])), moved(IMAGES[n], call)


def smallest_max_size():
    for n in ["dark", "noise_grey", "tiny", "row"]:
        for size, most in [(7, 0), (20, 0), (20, 23)]:
            call = lambda t: F.resize(t, [size], max_size=most or None)
            yield n, {"size_px": size, "max_size_px": most}, call(tensor(IMAGES[n])), moved(IMAGES[n], call)


def longest_max_size():
    for n in ["dark", "noise_grey", "tiny"]:
        for size in [7, 20, 61]:
            call = lambda t: F.resize(t, None, max_size=size)
            yield n, {"size_px": size}, call(tensor(IMAGES[n])), moved(IMAGES[n], call)


def scale_jitter():
    for n in ["dark", "noise_grey"]:
        for w, h, scale in [(50, 30, 0.7), (33, 61, 1.3)]:
            call = v2.ScaleJitter((w, h), scale_range=(scale, scale))
            params = {"width_px": w, "height_px": h, "scale": scale}
            yield n, params, call(tensor(IMAGES[n])), moved(IMAGES[n], call)


def random_shortest_size():
    for n in ["dark", "noise_grey", "tiny"]:
        for size, most in [(7, 0), (20, 0), (20, 23)]:
            call = v2.RandomShortestSize(size, max_size=most or None)
            yield n, {"size_px": size, "max_size_px": most}, call(tensor(IMAGES[n])), moved(IMAGES[n], call)


def perspective_warp():
    generator = torch.Generator().manual_seed(5)
    for n in ["dark", "gradient", "noise_grey", "tiny", "square"]:
        img = IMAGES[n]
        h, w = img.shape[:2]
        for interpolation, fill in [("nearest", 0), ("bilinear", 0), ("nearest", 9), ("bilinear", 77)]:
            bw, bh = int(0.6 * (w // 2)) + 1, int(0.6 * (h // 2)) + 1
            draw = lambda b: int(torch.randint(0, b, (), generator=generator))
            end = [[draw(bw), draw(bh)], [w - bw + draw(bw), draw(bh)], [w - bw + draw(bw), h - bh + draw(bh)],
                   [draw(bw), h - bh + draw(bh)]]
            start = [[0, 0], [w - 1, 0], [w - 1, h - 1], [0, h - 1]]
            call = lambda t: F.perspective(t, None, None, interpolation=interpolation, fill=fill,
                                           coefficients=_get_perspective_coeffs(start, end))
            params = {"from_px": sum(start, []), "to_px": sum(end, []), "interpolation": interpolation, "fill": fill}
            yield n, params, call(tensor(img)), moved(img, call)


def rotate_expand():
    for n in ["dark", "noise_grey", "one", "row", "tiny"]:
        for angle, interpolation, fill in [(27, "bilinear", 9), (-100, "nearest", 0), (90, "bilinear", 0), (270, "nearest", 0),
                                           (180, "bilinear", 0), (0, "bilinear", 0), (45, "bilinear", 200)]:
            call = lambda t: F.rotate(t, angle, interpolation=interpolation, expand=True, fill=fill)
            params = {"angle_deg": angle, "interpolation": interpolation, "expand": True, "fill": fill}
            yield n, params, call(tensor(IMAGES[n])), moved(IMAGES[n], call)


OPS = {
    f.__name__: f
    for f in [transpose, turn, pad, center_crop, random_crop, smallest_max_size, longest_max_size, scale_jitter,
              random_shortest_size, perspective_warp, rotate_expand]
}


if __name__ == "__main__":
    main(OPS)
