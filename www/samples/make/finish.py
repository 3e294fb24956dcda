"""Turn rendered PNGs and the bird photograph into the bundled JPEGs (Pillow).

Usage: python finish.py WORK_DIR OUT_DIR   (WORK_DIR holds sign, arrows, buoy, chest .png and blackbird.jpg)
"""

import os
import shutil
import sys

from PIL import Image, ImageEnhance, ImageFilter

work, out = sys.argv[1:3]
QUALITY, LIMIT = 88, 60_000


def save(picture, name):
    """Quality 88, less only where the file would pass the budget for one sample."""
    path = os.path.join(out, name)
    for quality in range(QUALITY, 60, -2):
        picture.save(path, quality=quality, optimize=True, progressive=True, subsampling="4:2:0")
        if os.path.getsize(path) <= LIMIT:
            break
    print(name, picture.size, f"q{quality}", os.path.getsize(path))


def rendered(name, size, light=1.0, colour=1.0):
    picture = Image.open(os.path.join(work, name + ".png")).convert("RGB").resize(size, Image.LANCZOS)
    picture = ImageEnhance.Color(ImageEnhance.Brightness(picture).enhance(light)).enhance(colour)
    save(picture, name + ".jpg")


rendered("sign", (560, 420))
rendered("arrows", (560, 420), 1.12, 1.08)
rendered("buoy", (640, 480), 1.04, 1.08)
save(Image.open(os.path.join(work, "chest.png")), "chest.jpg")
shutil.copyfile(os.path.join(work, "chest-mask.png"), os.path.join(out, "chest-mask.png"))

bird = Image.open(os.path.join(work, "blackbird.jpg")).convert("RGB")  # 1800 x 1200
bird = bird.crop((230, 90, 230 + 1440, 90 + 1080)).resize((560, 420), Image.LANCZOS)
save(bird.filter(ImageFilter.UnsharpMask(0.6, 40, 2)), "bird.jpg")
