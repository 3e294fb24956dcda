"""Flat artwork for the rendered samples: sign faces and road paint (Pillow).

Usage: python textures.py OUT_DIR
"""

import math
import os
import sys

from shapes import TURN_RIGHT
from PIL import Image, ImageDraw, ImageFont

BOLD = "DejaVuSansCondensed-Bold.ttf"  # ships with Debian's fonts-dejavu


def text(size, words, height, fill, squeeze=1.0):
    """Words set in one line, scaled to `height` pixels of capital letters."""
    font = ImageFont.truetype(BOLD, 400)
    box = font.getbbox(words)
    line = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
    ImageDraw.Draw(line).text((-box[0], -box[1]), words, 255, font)
    width = round(line.width * height / line.height * squeeze)
    mask = Image.new("L", size, 0)
    mask.paste(line.resize((width, height), Image.LANCZOS), ((size[0] - width) // 2, (size[1] - height) // 2))
    return Image.new("RGB", size, fill), mask


def octagon(n, inset):
    r = (n / 2 - inset) / math.cos(math.pi / 8)
    return [(n / 2 + r * math.cos(a), n / 2 + r * math.sin(a)) for a in (math.pi / 8 + i * math.pi / 4 for i in range(8))]


def stop(n=1024):
    big = Image.new("RGB", (2 * n, 2 * n), (226, 226, 222))
    ImageDraw.Draw(big).polygon(octagon(2 * n, 52), fill=(172, 18, 28))
    face = big.resize((n, n), Image.LANCZOS)
    letters, mask = text((n, n), "STOP", round(n * 0.335), (232, 232, 228), 0.68)
    face.paste(letters, mask=mask)
    return face


def blade(n=1536, h=300):
    face = Image.new("RGB", (n, h), (226, 226, 222))
    ImageDraw.Draw(face).rounded_rectangle((10, 10, n - 11, h - 11), 34, fill=(12, 92, 62))
    letters, mask = text((n, h), "MAPLE AVE", round(h * 0.52), (232, 232, 228), 0.9)
    face.paste(letters, mask=mask)
    return face


def paint(n=2400, span=12.0):
    """Road paint as a mask over a span x span metre square centred on the origin."""
    mask = Image.new("L", (n, n), 0)
    draw = ImageDraw.Draw(mask)

    def place(points, x, y, flip=1):
        draw.polygon([((x + flip * px + span / 2) * n / span, n - (y + py + span / 2) * n / span) for px, py in points], fill=255)

    def bar(x0, y0, x1, y1):
        place([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], 0, 0)

    place(TURN_RIGHT, -1.55, -1.7, -1)
    place(TURN_RIGHT, 1.45, -1.7)
    bar(-0.06, -6, 0.06, 4.2)
    bar(2.95, -6, 3.07, 4.2)
    bar(-3.07, -6, -2.95, 6)
    bar(-2.9, 4.2, 3.07, 4.6)
    return mask


if __name__ == "__main__":
    out = sys.argv[1]
    stop().save(os.path.join(out, "stop.png"))
    blade().save(os.path.join(out, "blade.png"))
    paint().save(os.path.join(out, "paint.png"))
