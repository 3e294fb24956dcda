"""Writes the sample files of tests/codec.rs and what Pillow makes of them.

    python tests/codec/make.py

Every file comes with the size and SHA-256 of the bytes of `convert("RGB")` and `convert("L")`, and of
the alpha plane where there is one. `tests/codec/expected.json` holds them; `files/` the samples.
Needs Pillow 13 and numpy.
"""

import hashlib
import io
import json
import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

HERE = Path(__file__).parent
FILES = HERE / "files"
warnings.simplefilter("ignore")

expected = {}


def sha(a):
    return hashlib.sha256(np.ascontiguousarray(a).tobytes()).hexdigest()


def add(name, data, error=None):
    """Writes a sample and records what Pillow says about it (`error`: it must refuse it)."""
    if isinstance(data, tuple):
        im, options = data
        b = io.BytesIO()
        im.save(b, **options)
        data = b.getvalue()
    (FILES / name).write_bytes(data)
    entry = {}
    try:
        im = Image.open(io.BytesIO(data))
        im.load()
        rgb, grey = im.convert("RGB"), im.convert("L")
        entry["size"] = list(im.size)
        entry["mode"] = im.mode
        entry["rgb"] = sha(np.asarray(rgb))
        entry["grey"] = sha(np.asarray(grey))
        if im.has_transparency_data:
            entry["alpha"] = sha(np.asarray(im.convert("RGBA"))[..., 3])
        if im.mode.startswith("I;16"):
            entry["values"] = sha(np.asarray(im).astype("<u2"))
        entry["orientation"] = im.getexif().get(274, 1)
        entry["animated"] = getattr(im, "n_frames", 1) > 1
    except Exception as e:
        entry = {"error": str(e)}
    assert ("error" in entry) == bool(error), (name, entry)
    expected[name] = entry


def photo(w, h, c=3, seed=1):
    """Smooth shading, hard edges and texture, so that every filter and transform has work."""
    rng = np.random.RandomState(seed)
    y, x = np.mgrid[0:h, 0:w].astype(np.float64)
    planes = []
    for k in range(c):
        p = 128 + 90 * np.sin(x / (5 + 3 * k) + k) * np.cos(y / (7 + 2 * k))
        p = p + 20 * rng.standard_normal((h, w))
        p[(x - w / 2) ** 2 + (y - h / 3) ** 2 < (min(w, h) / 5) ** 2] = 250 - 110 * k
        planes.append(p)
    return np.clip(np.stack(planes, -1), 0, 255).astype(np.uint8)


def pil(w, h, seed=1):
    return Image.fromarray(photo(w, h, 3, seed))


def grey(w, h, seed=2):
    return Image.fromarray(photo(w, h, 1, seed)[..., 0])


def with_alpha(w, h):
    a = photo(w, h, 4, 5)
    a[: h // 2, : w // 3, 3] = 0
    a[h // 2 :, w // 2 :, 3] = 255
    return Image.fromarray(a, "RGBA")


# --- PNG, chunk by chunk, so that every bit depth and interlacing is there -----------------------


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pack(values, bits):
    """Rows of samples to rows of bytes, highest bits first."""
    rows = []
    for row in values:
        row = row.reshape(-1)
        if bits == 16:
            rows.append(row.astype(">u2").tobytes())
        elif bits == 8:
            rows.append(row.astype(np.uint8).tobytes())
        else:
            wide = ((row[:, None] >> np.arange(bits)[::-1]) & 1).astype(np.uint8)
            rows.append(np.packbits(wide.reshape(-1)).tobytes())
    return rows


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(values, color, bits, interlaced=False, extra=b"", after=b""):
    h, w = values.shape[:2]
    if interlaced:
        passes = [values[y0::dy, x0::dx] for x0, y0, dx, dy in ADAM7]
    else:
        passes = [values]
    raw = b"".join(b"\0" + row for p in passes if p.size for row in pack(p, bits))
    head = struct.pack(">IIBBBBB", w, h, bits, color, 0, 0, int(interlaced))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(raw, 9)) + after
        + chunk(b"IEND", b"")
    )


def random_values(w, h, c, bits, seed=3):
    return np.random.RandomState(seed).randint(0, 1 << bits, (h, w, c)).astype(np.uint16)


def palette_chunk(n, seed=4):
    return chunk(b"PLTE", np.random.RandomState(seed).randint(0, 256, (n, 3)).astype(np.uint8).tobytes())


def exif(orientation):
    e = Image.Exif()
    e[274] = orientation
    return e


def pngs():
    for bits in (1, 2, 4, 8, 16):
        for interlaced in (False, True):
            tag = f"{bits}{'i' if interlaced else ''}"
            add(f"png-grey{tag}.png", png(random_values(13, 9, 1, bits), 0, bits, interlaced))
            if bits <= 8:
                n = 1 << bits
                add(f"png-palette{tag}.png", png(random_values(13, 9, 1, bits), 3, bits, interlaced, palette_chunk(n)))
            if bits >= 8:
                add(f"png-rgb{tag}.png", png(random_values(13, 9, 3, bits), 2, bits, interlaced))
                add(f"png-rgba{tag}.png", png(random_values(13, 9, 4, bits), 6, bits, interlaced))
                add(f"png-la{tag}.png", png(random_values(13, 9, 2, bits), 4, bits, interlaced))
    trns = chunk(b"tRNS", bytes([0, 60, 120]))
    add("png-palette-alpha.png", png(random_values(13, 9, 1, 4), 3, 4, False, palette_chunk(16) + trns))
    add("png-palette-one-clear.png", png(random_values(13, 9, 1, 2), 3, 2, False, palette_chunk(4) + chunk(b"tRNS", b"\xff\x00")))
    add("png-palette-short.png", png(random_values(13, 9, 1, 4), 3, 4, False, palette_chunk(5)))
    add("png-grey-key.png", png(random_values(13, 9, 1, 4), 0, 4, False, chunk(b"tRNS", b"\0\5")))
    add("png-rgb-key.png", png(random_values(13, 9, 3, 8) % 2, 2, 8, False, chunk(b"tRNS", b"\0\1\0\0\0\1")))
    ramp = (np.arange(20 * 8).reshape(8, 20, 1) * 409).astype(np.uint16)
    add("png-grey16-ramp.png", png(ramp, 0, 16))
    add("png-filtered.png", (pil(40, 31), {"format": "PNG", "optimize": True}))
    add("png-1x1.png", png(random_values(1, 1, 3, 8), 2, 8))
    add("png-exif6.png", (pil(17, 11), {"format": "PNG", "exif": exif(6)}))
    frames = [pil(20, 12, s) for s in (1, 2, 3)]
    add("png-animated.png", (frames[0], {"format": "PNG", "save_all": True, "append_images": frames[1:]}))
    add("png-animated-default.png", (frames[0], {"format": "PNG", "save_all": True, "append_images": frames[1:], "default_image": True}))
    add("png-text-icc.png", (pil(16, 16), {"format": "PNG", "icc_profile": b"\0" * 200}))


# --- JPEG ----------------------------------------------------------------------------------------

SAMPLING = {"444": [(1, 1)] * 3, "422": [(2, 1), (1, 1), (1, 1)], "420": [(2, 2), (1, 1), (1, 1)],
            "440": [(1, 2), (1, 1), (1, 1)], "411": [(4, 1), (1, 1), (1, 1)], "441": [(1, 4), (1, 1), (1, 1)],
            "410": [(4, 2), (1, 1), (1, 1)], "mixed": [(2, 2), (2, 1), (1, 2)],
            "242": [(2, 4), (1, 1), (1, 1)], "311": [(3, 1), (1, 1), (1, 1)]}


def resampled(data, factors):
    """A JPEG whose header names other sampling factors: the same coefficients read as another layout.

    The size shrinks or grows so that the number of blocks fits; pixels are nonsense, but the same
    nonsense in every decoder that upsamples alike.
    """
    at = data.index(b"\xff\xc0") if b"\xff\xc0" in data else data.index(b"\xff\xc2")
    out = bytearray(data)
    for k, (h, v) in enumerate(factors):
        out[at + 10 + 3 * k + 1] = h << 4 | v
    return bytes(out), at


def jpegs():
    for name, factors in SAMPLING.items():
        for w, h in ((48, 32), (37, 29), (1, 1), (3, 50)):
            for progressive in (False, True):
                tag = f"{name}-{w}x{h}{'-prog' if progressive else ''}"
                if name in ("444", "422", "420"):
                    options = {"subsampling": {"444": 0, "422": 1, "420": 2}[name]}
                elif name in ("411", "440"):
                    import cv2

                    code = {"411": 0x411111, "440": 0x121111}[name]
                    ok, b = cv2.imencode(".jpg", photo(w, h)[..., ::-1], [
                        cv2.IMWRITE_JPEG_SAMPLING_FACTOR, code, cv2.IMWRITE_JPEG_QUALITY, 85,
                        cv2.IMWRITE_JPEG_PROGRESSIVE, int(progressive)])
                    add(f"jpeg-{tag}.jpg", b.tobytes())
                    continue
                else:
                    continue
                add(f"jpeg-{tag}.jpg", (pil(w, h), {"format": "JPEG", "quality": 85, "progressive": progressive, **options}))
    for q in (1, 30, 95, 100):
        add(f"jpeg-q{q}.jpg", (pil(45, 37), {"format": "JPEG", "quality": q}))
    # 4:4:1 and 4:1:0 from a 4:4:4 file with as many blocks: 64×64 at 4:4:4 has 3 × 64 blocks. Stored
    # as RGB all channels share one Huffman table, so that the blocks may change places.
    base = io.BytesIO()
    pil(64, 64).save(base, "JPEG", quality=60, keep_rgb=True)
    base = base.getvalue()
    adobe = base.index(b"Adobe") - 4
    base = bytearray(base[:adobe] + base[adobe + 16 :])
    frame, scan = base.index(b"\xff\xc0"), base.index(b"\xff\xda")
    for k in range(3):
        base[frame + 10 + 3 * k] = base[scan + 5 + 2 * k] = k + 1
    for name in ("441", "410", "mixed", "242", "311"):
        data, at = resampled(base, SAMPLING[name])
        per_mcu = sum(h * v for h, v in SAMPLING[name])
        mcus = 3 * 64 // per_mcu
        across = 4
        down = mcus // across
        mh, mv = SAMPLING[name][0]
        out = bytearray(data)
        out[at + 5 : at + 9] = struct.pack(">HH", down * 8 * mv - 3, across * 8 * mh - 5)
        add(f"jpeg-{name}.jpg", bytes(out))
    for w, h in ((40, 24), (33, 17), (1, 1)):
        add(f"jpeg-grey-{w}x{h}.jpg", (grey(w, h), {"format": "JPEG"}))
    add("jpeg-grey-prog.jpg", (grey(33, 17), {"format": "JPEG", "progressive": True}))
    cmyk = Image.fromarray(photo(33, 21, 4, 9), "CMYK")
    add("jpeg-cmyk.jpg", (cmyk, {"format": "JPEG", "quality": 90}))
    add("jpeg-cmyk-prog.jpg", (cmyk, {"format": "JPEG", "quality": 90, "progressive": True}))
    b = io.BytesIO()
    cmyk.save(b, "JPEG", quality=90)
    data = b.getvalue()
    at = data.index(b"Adobe")
    ycck = bytearray(data)
    ycck[at + 11] = 2
    add("jpeg-ycck.jpg", bytes(ycck))
    no_adobe = data[: at - 4] + data[at + 12 :]
    add("jpeg-cmyk-no-adobe.jpg", no_adobe)
    add("jpeg-rgb-stored.jpg", (pil(33, 21), {"format": "JPEG", "keep_rgb": True}))
    add("jpeg-restart.jpg", (pil(65, 43), {"format": "JPEG", "restart_marker_blocks": 3}))
    add("jpeg-restart-rows.jpg", (pil(65, 43), {"format": "JPEG", "restart_marker_rows": 1, "progressive": True}))
    add("jpeg-optimize.jpg", (pil(65, 43), {"format": "JPEG", "optimize": True}))
    for o in range(1, 9):
        add(f"jpeg-exif{o}.jpg", (pil(23, 15), {"format": "JPEG", "exif": exif(o)}))
    b = io.BytesIO()
    pil(64, 48).save(b, "JPEG")
    data = b.getvalue()
    n = len(data)
    add("jpeg-no-end.jpg", data[:-2], error=True)
    add("jpeg-early-end.jpg", data[: n - 300] + b"\xff\xd9")
    add("jpeg-damaged.jpg", data[: n - 400] + bytes([0x55] * 6) + data[n - 394 :])
    add("jpeg-trailing.jpg", data + b"some text after the end")
    add("jpeg-truncated.jpg", data[: n - 200], error=True)
    add("jpeg-header-only.jpg", data[:300], error=True)
    b = io.BytesIO()
    pil(64, 48).save(b, "JPEG", progressive=True)
    data = b.getvalue()
    add("jpeg-prog-truncated.jpg", data[:-300], error=True)
    add("jpeg-prog-no-end.jpg", data[:-2], error=True)
    scan = [i for i in range(len(data) - 1) if data[i : i + 2] == b"\xff\xda"]
    add("jpeg-prog-few-scans.jpg", data[: scan[3]] + b"\xff\xd9")


# --- WebP, GIF, BMP, TIFF ------------------------------------------------------------------------


def webps():
    for w, h in ((40, 31), (1, 1), (17, 64)):
        add(f"webp-lossy-{w}x{h}.webp", (pil(w, h), {"format": "WEBP", "quality": 70}))
        add(f"webp-lossless-{w}x{h}.webp", (pil(w, h), {"format": "WEBP", "lossless": True}))
    add("webp-lossy-q5.webp", (pil(61, 47), {"format": "WEBP", "quality": 5, "method": 6}))
    add("webp-lossy-alpha.webp", (with_alpha(40, 31), {"format": "WEBP", "quality": 70}))
    add("webp-lossless-alpha.webp", (with_alpha(40, 31), {"format": "WEBP", "lossless": True}))
    add("webp-lossless-exact.webp", (with_alpha(40, 31), {"format": "WEBP", "lossless": True, "exact": True}))
    add("webp-exif3.webp", (pil(21, 14), {"format": "WEBP", "exif": exif(3)}))
    frames = [pil(24, 18, s) for s in (1, 2)]
    add("webp-animated.webp", (frames[0], {"format": "WEBP", "save_all": True, "append_images": frames[1:]}))
    frames = [with_alpha(24, 18), pil(24, 18).convert("RGBA")]
    add("webp-animated-alpha.webp", (frames[0], {"format": "WEBP", "save_all": True, "append_images": frames[1:], "lossless": True, "background": (255, 0, 0, 255)}))
    clear = np.zeros((18, 24, 4), np.uint8)
    clear[4:12, 6:16] = photo(10, 8, 4, 3)
    add("webp-animated-inset.webp", (Image.fromarray(clear, "RGBA"), {"format": "WEBP", "save_all": True, "append_images": frames, "minimize_size": True, "background": (0, 255, 0, 255)}))
    b = io.BytesIO()
    pil(40, 31).save(b, "WEBP")
    add("webp-truncated.webp", b.getvalue()[:-60], error=True)


def gifs():
    p = pil(40, 31).quantize(200)
    add("gif-plain.gif", (p, {"format": "GIF", "interlace": 0}))
    add("gif-interlaced.gif", (p, {"format": "GIF", "interlace": 1}))
    add("gif-grey.gif", (grey(19, 13), {"format": "GIF"}))
    add("gif-clear.gif", (p, {"format": "GIF", "transparency": 7}))
    add("gif-two-colours.gif", (pil(19, 13).quantize(2), {"format": "GIF"}))
    add("gif-1x1.gif", (pil(1, 1).quantize(1), {"format": "GIF"}))
    frames = [pil(20, 12, s).quantize(64) for s in (1, 2, 3)]
    add("gif-animated.gif", (frames[0], {"format": "GIF", "save_all": True, "append_images": frames[1:], "duration": 50}))
    b = io.BytesIO()
    p.save(b, "GIF")
    data = b.getvalue()
    add("gif-truncated.gif", data[:-200], error=True)
    # A frame inside a larger canvas, and one that sticks out of it.
    at = data.index(b"," + bytes(4) + struct.pack("<HH", 40, 31))
    inset = bytearray(data)
    inset[6:10] = struct.pack("<HH", 50, 45)
    inset[at + 1 : at + 5] = struct.pack("<HH", 4, 9)
    add("gif-inset.gif", bytes(inset))
    b = io.BytesIO()
    p.save(b, "GIF", transparency=5)
    clear = bytearray(b.getvalue())
    at = clear.index(b"," + bytes(4) + struct.pack("<HH", 40, 31))
    clear[6:10] = struct.pack("<HH", 50, 45)
    clear[at + 1 : at + 5] = struct.pack("<HH", 4, 9)
    add("gif-inset-clear.gif", bytes(clear))
    out = bytearray(data)
    out[6:10] = struct.pack("<HH", 30, 20)
    add("gif-sticks-out.gif", bytes(out))


def bmp(bits, rows, w, h, compression=0, palette=b"", masks=b"", top_down=False, header=40, colors=0):
    body = b"".join(r + bytes(-len(r) % 4) for r in rows) if isinstance(rows, list) else rows
    if header == 12:
        head = struct.pack("<IHHHH", 12, w, h, 1, bits)
    else:
        head = struct.pack("<IiiHHIIiiII", header, w, -h if top_down else h, 1, bits, compression, len(body), 0, 0, colors, 0)
        if header > 40:
            head += masks + bytes(header - 40 - len(masks))
            masks = b""
    offset = 14 + len(head) + len(masks) + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(body), 0, 0, offset) + head + masks + palette + body


def bmps():
    add("bmp-24.bmp", (pil(19, 13), {"format": "BMP"}))
    add("bmp-grey.bmp", (grey(19, 13), {"format": "BMP"}))
    add("bmp-palette.bmp", (pil(19, 13).quantize(100), {"format": "BMP"}))
    add("bmp-1.bmp", (grey(19, 13).convert("1"), {"format": "BMP"}))
    add("bmp-rgba.bmp", (with_alpha(19, 13), {"format": "BMP"}))
    v = random_values(13, 9, 1, 4)
    pal16 = np.random.RandomState(1).randint(0, 256, (16, 4)).astype(np.uint8).tobytes()
    add("bmp-4.bmp", bmp(4, pack(v, 4), 13, 9, palette=pal16))
    add("bmp-1-colours.bmp", bmp(1, pack(random_values(13, 9, 1, 1), 1), 13, 9, palette=pal16[:8]))
    add("bmp-os2.bmp", bmp(4, pack(v, 4), 13, 9, palette=pal16[:48], header=12))
    add("bmp-few-colours.bmp", bmp(8, pack(v, 8), 13, 9, palette=pal16[:20], colors=5))
    words = random_values(13, 9, 1, 16)
    le = [r.astype("<u2").tobytes() for r in words[..., 0]]
    add("bmp-555.bmp", bmp(16, le, 13, 9))
    add("bmp-565.bmp", bmp(16, le, 13, 9, 3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F)))
    add("bmp-555-masks.bmp", bmp(16, le, 13, 9, 3, masks=struct.pack("<III", 0x7C00, 0x3E0, 0x1F)))
    add("bmp-top-down.bmp", bmp(24, pack(random_values(13, 9, 3, 8), 8), 13, 9, top_down=True))
    four = pack(random_values(13, 9, 4, 8), 8)
    add("bmp-32.bmp", bmp(32, four, 13, 9))
    for name, masks in {
        "bgrx": (0xFF0000, 0xFF00, 0xFF, 0), "xbgr": (0xFF000000, 0xFF0000, 0xFF00, 0),
        "bgxr": (0xFF000000, 0xFF00, 0xFF, 0), "abgr": (0xFF000000, 0xFF0000, 0xFF00, 0xFF),
        "rgba": (0xFF, 0xFF00, 0xFF0000, 0xFF000000), "bgra": (0xFF0000, 0xFF00, 0xFF, 0xFF000000),
        "bgar": (0xFF000000, 0xFF00, 0xFF, 0xFF0000), "none": (0, 0, 0, 0),
    }.items():
        add(f"bmp-32-{name}.bmp", bmp(32, four, 13, 9, 3, masks=struct.pack("<IIII", *masks), header=108))
    rle8 = b"\5\1\3\2\0\0" + b"\0\5\1\2\3\4\5\0" + b"\0\0" + b"\0\2\2\1" + b"\4\7" + b"\0\0" + b"\x20\3\0\0"
    rest = b"\0\2\0\x09" + b"\0\1"
    add("bmp-rle8.bmp", bmp(8, rle8 + rest, 13, 9, 1, palette=pal16, colors=16))
    add("bmp-rle8-early-end.bmp", bmp(8, rle8 + b"\0\1", 13, 9, 1, palette=pal16, colors=16), error=True)
    rle4 = b"\5\x12\3\x23\0\0" + b"\0\5\x12\x34\x50\0" + b"\0\0" + b"\0\2\2\1" + b"\4\x7f" + b"\0\0" + b"\x20\x3a\0\0"
    add("bmp-rle4.bmp", bmp(4, rle4 + rest, 13, 9, 2, palette=pal16, colors=16))
    add("bmp-truncated.bmp", bmp(24, pack(random_values(13, 9, 3, 8), 8), 13, 9)[:-50], error=True)


def tiff(tags, strips, big=False):
    """A TIFF of the given tags; strips are placed and listed here."""
    e = ">" if big else "<"
    out = (b"MM\0*" if big else b"II*\0") + b"\0\0\0\0"
    offsets = []
    for s in strips:
        offsets.append(len(out))
        out += s + bytes(len(s) % 2)
    tiled = 322 in tags
    tags = dict(tags)
    tags[324 if tiled else 273] = ("I", offsets)
    tags[325 if tiled else 279] = ("I", [len(s) for s in strips])
    entries = b""
    for tag in sorted(tags):
        kind, values = tags[tag]
        body = struct.pack(f"{e}{len(values)}{kind}", *values)
        if len(body) > 4:
            where = len(out)
            out += body + bytes(len(body) % 2)
            body = struct.pack(f"{e}I", where)
        entries += struct.pack(f"{e}HHI", tag, 3 if kind == "H" else 4, len(values)) + body.ljust(4, b"\0")
    out = out[:4] + struct.pack(f"{e}I", len(out)) + out[8:]
    return out + struct.pack(f"{e}H", len(tags)) + entries + bytes(4)


def base_tags(w, h, bits, photometric, samples=1, **more):
    tags = {256: ("I", [w]), 257: ("I", [h]), 258: ("H", [bits] * samples), 259: ("H", [1]),
            262: ("H", [photometric]), 277: ("H", [samples]), 278: ("I", [h])}
    tags.update({int(k[1:]): v for k, v in more.items()})
    return tags


def tiffs():
    for compression in (None, "tiff_lzw", "tiff_adobe_deflate", "packbits"):
        tag = (compression or "raw").replace("tiff_", "")
        o = {"format": "TIFF", "compression": compression}
        add(f"tiff-rgb-{tag}.tif", (pil(40, 31), o))
        add(f"tiff-grey-{tag}.tif", (grey(40, 31), o))
        add(f"tiff-grey16-{tag}.tif", (Image.fromarray(random_values(40, 31, 1, 16)[..., 0]), o))
        add(f"tiff-palette-{tag}.tif", (pil(40, 31).quantize(200), o))
        add(f"tiff-bits-{tag}.tif", (grey(43, 31).convert("1"), o))
    for compression in ("tiff_lzw", "tiff_adobe_deflate"):
        o = {"format": "TIFF", "compression": compression, "tiffinfo": {317: 2}}
        tag = compression.replace("tiff_", "")
        add(f"tiff-rgb-predictor-{tag}.tif", (pil(40, 31), o))
        add(f"tiff-grey16-predictor-{tag}.tif", (Image.fromarray(random_values(40, 31, 1, 16)[..., 0]), o))
    add("tiff-strips.tif", (pil(40, 131), {"format": "TIFF", "compression": "tiff_lzw", "strip_size": 1500}))
    add("tiff-rgba.tif", (with_alpha(40, 31), {"format": "TIFF"}))
    add("tiff-la.tif", (with_alpha(40, 31).convert("LA"), {"format": "TIFF"}))
    add("tiff-cmyk.tif", (Image.fromarray(photo(33, 21, 4, 9), "CMYK"), {"format": "TIFF"}))
    add("tiff-orientation6.tif", (pil(23, 15), {"format": "TIFF", "tiffinfo": {274: 1}}))
    add("tiff-float.tif", (Image.fromarray(np.linspace(-20, 300, 200).astype(np.float32).reshape(10, 20)), {"format": "TIFF"}))
    add("tiff-int32.tif", (Image.fromarray(np.linspace(-20, 300, 200).astype(np.int32).reshape(10, 20)), {"format": "TIFF"}))
    pages = [pil(20, 12, s) for s in (1, 2)]
    add("tiff-pages.tif", (pages[0], {"format": "TIFF", "save_all": True, "append_images": pages[1:]}))
    for big in (False, True):
        e = ">" if big else "<"
        tag = "be" if big else "le"
        v16 = random_values(13, 9, 1, 16)
        add(f"tiff-grey16-{tag}.tif", tiff(base_tags(13, 9, 16, 1), [v16.astype(e + "u2").tobytes()], big))
        rgb16 = random_values(13, 9, 3, 16)
        add(f"tiff-rgb16-{tag}.tif", tiff(base_tags(13, 9, 16, 2, 3), [rgb16.astype(e + "u2").tobytes()], big))
        s16 = np.linspace(-300, 600, 117).astype(np.int16)
        add(f"tiff-int16-{tag}.tif", tiff(base_tags(13, 9, 16, 1, t339=("H", [2])), [s16.astype(e + "i2").tobytes()], big))
    for bits in (1, 2, 4, 8):
        rows = b"".join(pack(random_values(13, 9, 1, bits), bits))
        add(f"tiff-white-is-zero{bits}.tif", tiff(base_tags(13, 9, bits, 0), [rows]))
        add(f"tiff-grey{bits}.tif", tiff(base_tags(13, 9, bits, 1), [rows]))
        add(f"tiff-grey{bits}-low-first.tif", tiff(base_tags(13, 9, bits, 1, t266=("H", [2])), [rows]))
        colors = np.random.RandomState(8).randint(0, 65536, 3 << bits).tolist()
        add(f"tiff-palette{bits}.tif", tiff(base_tags(13, 9, bits, 3, t320=("H", colors)), [rows]))
    rgb = random_values(13, 9, 3, 8).astype(np.uint8)
    add("tiff-planar.tif", tiff(base_tags(13, 9, 8, 2, 3, t284=("H", [2])), [rgb[..., c].tobytes() for c in range(3)]))
    add("tiff-rgbx.tif", tiff(base_tags(13, 9, 8, 2, 4, t338=("H", [0])), [random_values(13, 9, 4, 8).astype(np.uint8).tobytes()]))
    tall = photo(40, 37, 3, 6)
    padded = np.pad(tall, ((0, 48 - 37), (0, 48 - 40), (0, 0)))
    tiles = [padded[y : y + 16, x : x + 16].tobytes() for y in (0, 16, 32) for x in (0, 16, 32)]
    tags = base_tags(40, 37, 8, 2, 3, t322=("I", [16]), t323=("I", [16]))
    del tags[278]
    add("tiff-tiles.tif", tiff(tags, tiles))
    add("tiff-truncated.tif", tiff(base_tags(13, 9, 8, 2, 3), [rgb.tobytes()])[:200], error=True)


def encodings():
    """Pixels and the SHA-256 of the JPEG that Pillow makes of them."""
    out = []
    for w, h, c in ((40, 31, 3), (33, 17, 1), (1, 1, 3), (16, 16, 3), (64, 5, 1)):
        a = photo(w, h, c, 11)
        name = f"encode-{w}x{h}x{c}.raw"
        (FILES / name).write_bytes(a.tobytes())
        im = Image.fromarray(a if c == 3 else a[..., 0])
        for q in (1, 10, 30, 50, 75, 95, 100):
            b = io.BytesIO()
            im.save(b, "JPEG", quality=q)
            out.append({"pixels": name, "size": [w, h], "channels": c, "quality": q, "jpeg": hashlib.sha256(b.getvalue()).hexdigest()})
    return out


def main():
    assert PIL.__version__.startswith("13."), PIL.__version__
    FILES.mkdir(exist_ok=True)
    for old in FILES.iterdir():
        old.unlink()
    for make in (pngs, jpegs, webps, gifs, bmps, tiffs):
        make()
    result = {"pillow": PIL.__version__, "files": expected, "encodings": encodings()}
    (HERE / "expected.json").write_text(json.dumps(result, indent=1) + "\n")
    total = sum(f.stat().st_size for f in FILES.iterdir())
    print(f"{len(expected)} files, {total} bytes")


if __name__ == "__main__":
    main()
