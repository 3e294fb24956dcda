"""Goldens of the pil dialect: turns, pads, crops, sizes, perspective.

    python pil_rigid.py
"""

import torch
from PIL import Image
from torchvision.transforms import v2
from torchvision.transforms.functional import _get_perspective_coeffs
from torchvision.transforms.v2 import functional as F

from pil_common import IMAGES, fill_of, write

SMALL = ["dark", "noise_grey", "one", "row", "column", "tiny"]
FILL = [7, 99, 201]


def turns():
    write("transpose", [(SMALL, {}, lambda img: img.transpose(Image.Transpose.TRANSPOSE))])
    codes = {"h": "FLIP_LEFT_RIGHT", "v": "FLIP_TOP_BOTTOM", "r90": "ROTATE_90", "r180": "ROTATE_180",
             "r270": "ROTATE_270", "t": "TRANSPOSE", "hvt": "TRANSVERSE"}
    write("turn", [(SMALL, {"symmetry": e}, lambda img, c=c: img.transpose(getattr(Image.Transpose, c)))
                   for e, c in codes.items()])


def pad():
    keys = ["left_px", "top_px", "right_px", "bottom_px"]
    modes = {"constant": "constant", "replicate": "edge", "reflect": "symmetric", "reflect_101": "reflect"}
    cases = []
    for border, mode in modes.items():
        for sides in [[3, 0, 5, 2], [9, 11, 1, 30]]:
            params = {**dict(zip(keys, sides)), "border": border, "fill": FILL}
            run = lambda img, s=sides, m=mode: F.pad(img, s, fill=fill_of(img, FILL) if m == "constant" else 0, padding_mode=m)
            cases.append((SMALL, params, run))
    write("pad", cases, lambda t, p: F.pad(t, [p[k] for k in keys]) if p["border"] == "constant" else None)


def sizes():
    crops = [(["dark", "noise_grey"], 17, 10), (SMALL, 51, 33), (SMALL, 1, 1), (["tiny"], 1, 8)]
    write("center_crop", [(names, {"width_px": w, "height_px": h}, lambda img, s=(h, w): F.center_crop(img, list(s)))
                          for names, w, h in crops])
    names = ["dark", "noise_grey", "tiny"]
    write("smallest_max_size",
          [(names, {"size_px": s, "max_size_px": m}, lambda img, s=s, m=m: F.resize(img, [s], max_size=m or None))
           for s, m in [(7, 0), (20, 0), (20, 23)]],
          lambda t, p: F.resize(t, [p["size_px"]], max_size=p["max_size_px"] or None))
    write("longest_max_size",
          [(names, {"size_px": s}, lambda img, s=s: F.resize(img, None, max_size=s)) for s in [7, 20, 61]],
          lambda t, p: F.resize(t, None, max_size=p["size_px"]))
    jitter = lambda p: v2.ScaleJitter((p["width_px"], p["height_px"]), scale_range=(p["scale"],) * 2)
    sets = [{"width_px": 50, "height_px": 30, "scale": 0.7}, {"width_px": 33, "height_px": 61, "scale": 1.3}]
    write("scale_jitter", [(["dark", "noise_grey"], p, jitter(p)) for p in sets], lambda t, p: jitter(p)(t))
    shortest = lambda p: v2.RandomShortestSize(p["size_px"], max_size=p["max_size_px"] or None)
    sets = [{"size_px": s, "max_size_px": m} for s, m in [(7, 0), (20, 23)]]
    write("random_shortest_size", [(names, p, shortest(p)) for p in sets], lambda t, p: shortest(p)(t))
    sets = [(SMALL, 37, 29), (SMALL, 64, 64), (SMALL, 5, 1), (["noise_grey", "dark"], 17, 40), (["gradient"], 21, 9)]
    write("resize_more",
          [(names, {"width_px": w, "height_px": h, "interpolation": "lanczos"},
            lambda img, s=(w, h): img.resize(s, Image.Resampling.LANCZOS)) for names, w, h in sets])


def perspective():
    generator = torch.Generator().manual_seed(6)
    cases = []
    # Where corners stay, rounding in torchvision's solver decides a level, and with it the machine.
    for n in ["dark", "gradient", "noise_grey", "square"]:
        h, w = IMAGES[n].shape[:2]
        for interpolation, fill in [("nearest", [0, 0, 0]), ("bilinear", FILL), ("bicubic", FILL), ("nearest", FILL)]:
            bw, bh = int(0.6 * (w // 2)) + 1, int(0.6 * (h // 2)) + 1
            draw = lambda b: int(torch.randint(0, b, (), generator=generator))
            end = [[draw(bw), draw(bh)], [w - bw + draw(bw), draw(bh)], [w - bw + draw(bw), h - bh + draw(bh)],
                   [draw(bw), h - bh + draw(bh)]]
            start = [[0, 0], [w - 1, 0], [w - 1, h - 1], [0, h - 1]]
            params = {"from_px": sum(start, []), "to_px": sum(end, []), "interpolation": interpolation, "fill": fill}
            coefficients = _get_perspective_coeffs(start, end)

            def run(img, c=coefficients, i=interpolation, f=fill):
                return F.perspective(img, None, None, interpolation=i, fill=fill_of(img, f), coefficients=c)

            cases.append(([n], params, run))
    quad = lambda v: [v[i : i + 2] for i in range(0, 8, 2)]
    write("perspective_warp", cases, lambda t, p: F.perspective(t, quad(p["from_px"]), quad(p["to_px"])))


def rotate_expand():
    sets = [(27, "bilinear"), (-100, "nearest"), (45, "bicubic"), (90, "bilinear"), (270, "nearest"), (180, "bilinear"),
            (0, "bilinear")]
    write("rotate_expand",
          [(["dark", "noise_grey", "one", "row", "tiny"],
            {"angle_deg": a, "interpolation": i, "expand": True, "fill": FILL},
            lambda img, a=a, i=i: F.rotate(img, a, interpolation=i, expand=True, fill=fill_of(img, FILL)))
           for a, i in sets],
          lambda t, p: F.rotate(t, p["angle_deg"], expand=True))


if __name__ == "__main__":
    turns()
    pad()
    sizes()
    perspective()
    rotate_expand()
