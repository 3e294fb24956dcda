"""chest.jpg and chest-mask.png: a made-up chest radiograph, by projecting a simple body model.

Nothing here comes from a person: shapes are analytic, X-rays are attenuated along depth
(Beer-Lambert), and the negative is developed with film-like contrast, scatter and grain.
Mask labels: 1 the lung at the left of the picture (the body's right), 2 the other.

Usage: python chest.py OUT_DIR
"""

import os
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import gaussian_filter

W, H, S = 512, 480, 2  # final size, supersampling
UNIT, CX, CY = 232.0, 257.0, 262.0  # pixels a unit, and where the origin lies
N = (H * S, W * S)
rng = np.random.default_rng(3)
# Picture coordinates in units of about one hand: x to the right, y down, origin mid-chest.
Y, X = np.mgrid[0 : N[0], 0 : N[1]].astype(np.float64)
X = (X / S - CX) / UNIT
Y = (Y / S - CY) / UNIT


def smooth(v, lo, hi):
    t = np.clip((v - lo) / (hi - lo), 0, 1)
    return t * t * (3 - 2 * t)


def thickness(cx, cy, rx, ry, power=2.0, tilt=0.0):
    """Depth, 0..1, of a superellipsoid seen from the front."""
    c, s = np.cos(tilt), np.sin(tilt)
    u, v = (X - cx) * c + (Y - cy) * s, -(X - cx) * s + (Y - cy) * c
    return np.clip(1 - np.abs(u / rx) ** power - np.abs(v / ry) ** power, 0, None) ** (1 / power)


def cloud(scale, octaves=4, seed=0):
    """Fractal noise with zero mean and unit spread."""
    r = np.random.default_rng(seed)
    out = sum(0.55**k * unit(gaussian_filter(r.standard_normal(N), scale * S / 2**k)) for k in range(octaves))
    return unit(out)


def unit(a):
    return (a - a.mean()) / a.std()


def strand(points, widths, hollow=0.0):
    """Depth through a tube along a polyline; `hollow` moves density into the wall, as in bone."""
    out = np.zeros(N)
    reach = max(widths) + 0.01
    for (x0, y0), (x1, y1), w0, w1 in zip(points, points[1:], widths, widths[1:]):
        row = [max(0, int(((v * UNIT) + CY) * S)) for v in (min(y0, y1) - reach, max(y0, y1) + reach)]
        column = [max(0, int(((v * UNIT) + CX) * S)) for v in (min(x0, x1) - reach, max(x0, x1) + reach)]
        box = np.s_[row[0] : row[1] + 2, column[0] : column[1] + 2]
        x, y = X[box], Y[box]
        dx, dy = x1 - x0, y1 - y0
        t = np.clip(((x - x0) * dx + (y - y0) * dy) / max(dx * dx + dy * dy, 1e-9), 0, 1)
        w = w0 + (w1 - w0) * t
        d = np.hypot(x - x0 - t * dx, y - y0 - t * dy) / w
        solid = np.sqrt(np.clip(1 - d * d, 0, None))
        core = np.sqrt(np.clip(1 - (d / 0.72) ** 2, 0, None)) * 0.72
        out[box] = np.maximum(out[box], (solid - hollow * core) * w)
    return out


def curve(*knots, n=60):
    """A smooth path through knots (Catmull-Rom)."""
    k = np.array([knots[0], *knots, knots[-1]], float)
    t = np.linspace(0, len(knots) - 1 - 1e-9, n)
    i, f = t.astype(int), (t % 1)[:, None]
    a, b, c, d = k[i], k[i + 1], k[i + 2], k[i + 3]
    return 0.5 * (2 * b + (c - a) * f + (2 * a - 5 * b + 4 * c - d) * f**2 + (3 * b - 3 * c + d - a) * f**3)


def inside(path):
    """Soft coverage of a closed path, by drawing it large."""
    picture = Image.new("L", (N[1], N[0]), 0)
    ImageDraw.Draw(picture).polygon([((x * UNIT + CX) * S, (y * UNIT + CY) * S) for x, y in path], fill=255)
    return np.asarray(picture) / 255.0


# Lungs in outline: apex, chest wall, angle, dome of the diaphragm, mediastinum.
right = curve((-0.34, -0.93), (-0.56, -0.82), (-0.76, -0.42), (-0.86, 0.05), (-0.9, 0.56), (-0.86, 0.69), (-0.66, 0.5),
              (-0.42, 0.43), (-0.24, 0.52), (-0.26, 0.3), (-0.22, 0.02), (-0.15, -0.25), (-0.16, -0.55), (-0.19, -0.82), (-0.34, -0.93),
              n=400)
left = curve((0.36, -0.92), (0.58, -0.81), (0.78, -0.4), (0.87, 0.08), (0.91, 0.6), (0.87, 0.74), (0.72, 0.57),
             (0.56, 0.53), (0.5, 0.42), (0.4, 0.2), (0.26, 0.0), (0.2, -0.12), (0.23, -0.27), (0.17, -0.5), (0.19, -0.8), (0.36, -0.92),
             n=400)
masks = [inside(right), inside(left)]


def air(mask):
    """Depth of air: grows quickly from the wall, then flattens."""
    wide = gaussian_filter(mask, 15 * S)
    return gaussian_filter(mask, 1.6 * S) * np.clip(wide * 1.7 - 0.35, 0, 1) ** 0.55


lungs = air(masks[0]) + air(masks[1])

# Soft tissue: trunk, shoulders and neck, less the air; heart, great vessels, liver, stomach bubble.
trunk = 1.0 * thickness(0, 0.5, 1.16, 2.0, 3.2)
shoulder = thickness(-0.95, -0.78, 0.62, 0.5, 2.2, -0.25) + thickness(0.95, -0.78, 0.62, 0.5, 2.2, 0.25)
neck = thickness(0, -1.15, 0.34, 0.6, 2.4)
tissue = np.maximum.reduce([trunk, 0.85 * shoulder, 0.9 * neck, 0.45 * smooth(-np.abs(X), -1.34, -0.9) * smooth(Y, -0.9, -0.3)])
tissue *= 1 + 0.035 * cloud(26, 4, 1)
heart = thickness(0.16, 0.22, 0.4, 0.37, 2.0, 0.5) + 0.45 * thickness(-0.08, 0.2, 0.2, 0.32)
vessels = 0.55 * thickness(0.13, -0.38, 0.12, 0.13) + 0.5 * thickness(0.0, -0.25, 0.17, 0.75, 2.5) + 0.3 * thickness(-0.09, -0.4, 0.09, 0.4)
abdomen = smooth(Y, 0.42, 0.75) * (0.75 * smooth(-X, -0.35, 0.4) + 0.55)
bubble = thickness(0.5, 0.78, 0.16, 0.09, 2.2, -0.2)
windpipe = strand(curve((0.0, -1.2), (0.005, -0.7), (-0.01, -0.36)), [0.055] * 60)
windpipe += strand(curve((-0.01, -0.38), (-0.09, -0.24), (-0.2, -0.14)), [0.042] * 60)
windpipe += strand(curve((-0.01, -0.38), (0.09, -0.25), (0.24, -0.15)), [0.036] * 60)


def branch(x, y, angle, length, width, depth, out):
    """Lung vessels: branching, curving, thinning away from the hilum."""
    if depth == 0 or width < 0.0022:
        return
    points = [(x, y)]
    for _ in range(5):
        angle += rng.normal(0, 0.1)
        x, y = x + length / 5 * np.cos(angle), y + length / 5 * np.sin(angle)
        points.append((x, y))
    out += rng.uniform(0.6, 1.0) * strand(points, list(np.linspace(width, width * 0.76, 6)))
    for turn in (rng.uniform(0.2, 0.5), -rng.uniform(0.2, 0.55)):
        branch(x, y, angle + turn, length * rng.uniform(0.68, 0.9), width * rng.uniform(0.6, 0.76), depth - 1, out)


tree = np.zeros(N)
for side, hx, hy in ((-1, -0.2, -0.08), (1, 0.24, -0.12)):
    for angle in (-1.15, -0.65, -0.1, 0.4, 0.85, 1.25):
        a = angle if side > 0 else np.pi - angle
        branch(hx, hy + 0.05 * angle, a, 0.2, 0.025, 7, tree)
tree *= masks[0] + masks[1]
hila = thickness(-0.24, -0.06, 0.11, 0.18) + thickness(0.27, -0.1, 0.1, 0.15)

# Bone: ribs behind fall outwards, ribs in front rise and fade into cartilage; spine, clavicles, scapulae.
bone = np.zeros(N)
for i in range(10):
    y = -0.98 + i * 0.178
    reach = 0.42 + 0.54 * np.sin(min(1.0, (i + 1.1) / 6.2) * np.pi / 2) - 0.02 * max(0, i - 7)
    drop = 0.1 + 0.023 * i
    for side in (-1, 1):
        jig = rng.normal(0, 0.006, 5)
        back = curve((side * 0.07, y + 0.03), (side * reach * 0.38, y - 0.045 + jig[0]), (side * reach * 0.75, y + 0.03 + jig[1]),
                     (side * reach * 0.97, y + drop + jig[2]), (side * reach, y + drop + 0.1))
        bone += 1.05 * strand(back, list(np.linspace(0.034, 0.04, 60)), 0.62)
        if 0 < i < 7:
            front = curve((side * reach, y + drop + 0.1), (side * reach * 0.93, y + drop + 0.22 + jig[3]),
                          (side * reach * 0.7, y + drop + 0.36 + jig[4]), (side * reach * 0.46, y + drop + 0.4))
            fade = list(np.linspace(0.04, 0.05, 60))
            bone += 0.62 * strand(front, fade, 0.7) * smooth(np.abs(X), reach * 0.42, reach * 0.8)
spine = np.zeros(N)
for i in range(15):
    y = -1.2 + i * 0.165
    grow = 0.085 + 0.0022 * i
    spine += 0.11 * thickness(0.004 * np.sin(i), y, grow, 0.072, 5.0) + 0.05 * thickness(0, y, grow * 1.02, 0.078, 8.0)
    spine += 0.05 * thickness(0, y + 0.05, 0.018, 0.055) + 0.035 * (thickness(-0.06, y, 0.02, 0.03) + thickness(0.06, y, 0.02, 0.03))
for side in (-1, 1):
    collar = curve((side * 0.1, -0.72), (side * 0.3, -0.76), (side * 0.58, -0.88), (side * 0.86, -0.96), (side * 1.02, -0.95))
    bone += 1.05 * strand(collar, list(np.linspace(0.05, 0.034, 30)) + list(np.linspace(0.034, 0.045, 30)), 0.6)
    blade = curve((side * 0.98, -0.9), (side * 0.7, -0.72), (side * 0.74, -0.3), (side * 0.8, 0.02), (side * 0.9, -0.2),
                  (side * 1.02, -0.55), (side * 0.98, -0.9), n=200)
    flat = gaussian_filter(inside(blade), 1.3 * S)
    bone += 0.014 * flat + 0.03 * np.clip(flat - gaussian_filter(flat, 5 * S), 0, None)
    bone += 0.35 * strand(curve((side * 1.12, -0.88), (side * 1.2, -0.5), (side * 1.26, 0.1)), [0.11] * 60, 0.75)
    bone += 0.045 * thickness(side * 1.13, -0.88, 0.15, 0.14, 2.6)
bone *= 1 + 0.07 * cloud(2.2, 3, 5)

depth = 2.35 * tissue + 0.5 * heart + 0.55 * vessels + 0.62 * abdomen - 0.28 * bubble
depth -= 0.92 * lungs * (1 + 0.03 * cloud(9, 4, 2)) + 3.4 * windpipe
depth += 8.8 * tree + 0.3 * gaussian_filter(hila, 3 * S) + 6.6 * bone + 0.8 * spine
depth = np.clip(depth, 0, None)

light = np.exp(-0.62 * depth)
light = 0.86 * light + 0.14 * gaussian_filter(light, 34 * S)  # scatter
light = gaussian_filter(light, 0.75 * S)
film = -np.log(light + 0.02)
low, high = np.percentile(film, 1.5), np.percentile(film, 99.3)
film = np.clip((film - low) / (high - low), 0, 1.08)
film = film + 0.42 * (film - gaussian_filter(film, 26 * S))  # the unsharp masking of digital radiography
film = np.clip(film * 0.9 + 0.1, 0, 1)
film *= 1 - 0.1 * smooth(np.hypot(X / 1.28, Y / 1.2), 0.8, 1.3)

marker = Image.new("L", (N[1], N[0]), 0)  # the lead letter that tells the sides apart
ImageDraw.Draw(marker).text((468 * S, 92 * S), "L", 255, ImageFont.truetype("DejaVuSans-Bold.ttf", 30 * S))
film = np.maximum(film, 0.97 * gaussian_filter(np.asarray(marker) / 255.0, 0.6 * S))

small = film.reshape(H, S, W, S).mean((1, 3))
grain = gaussian_filter(rng.standard_normal((H, W)), 0.6)
small = np.clip(0.025 + 0.93 * small + 0.011 * grain / grain.std(), 0, 1)

out = sys.argv[1]
Image.fromarray(np.round(small * 255).astype(np.uint8)).save(os.path.join(out, "chest.png"))
labels = np.zeros((H, W), np.uint8)
for value, mask in ((1, masks[0]), (2, masks[1])):
    labels[mask.reshape(H, S, W, S).mean((1, 3)) >= 0.5] = value
Image.fromarray(labels).save(os.path.join(out, "chest-mask.png"), optimize=True)
