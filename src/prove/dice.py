"""What both sides share: augplay's per-pixel dice, hashed from a seed and a pixel, and its colours."""

import numpy as np


def bits_at(seed, x, y):
    """Four times 32 bits: pcg4d (Jarzynski and Olano, JCGT 2020) of column, row and seed."""
    seed = int(seed)
    v = [np.asarray(n).astype(np.uint32) for n in np.broadcast_arrays(x, y, seed & 0xFFFFFFFF, seed >> 32)]
    v = [n * np.uint32(1664525) + np.uint32(1013904223) for n in v]

    def stir(v):
        for to, a, b in [(0, 1, 3), (1, 2, 0), (2, 0, 1), (3, 1, 2)]:
            v[to] = v[to] + v[a] * v[b]

    stir(v)
    v = [n ^ (n >> np.uint32(16)) for n in v]
    stir(v)
    return np.stack(v, -1)


def bits(seed, height, width):
    """Of every pixel, four."""
    y, x = np.mgrid[:height, :width]
    return bits_at(seed, x, y)


def share(bits):
    """In 0 to 1, both left out."""
    return (bits + 0.5) / 2.0**32


def rgb(colour):
    """Three levels; a grey is written as one."""
    return colour if isinstance(colour, list) else [colour] * 3
