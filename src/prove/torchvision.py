"""torchvision 0.29 on given numbers.

`run` takes a step of draws.json. Most steps are transforms of drawn.py, written as the exported file
writes them. Where a transform draws what augplay has drawn already, a function called as augplay's op
hands the numbers to what it runs.
"""

import types

import numpy as np
import torch
from PIL import Image
from scipy import special
from torchvision.transforms.v2 import functional as F
from torchvision.transforms.v2.functional import _geometry

import drawn
from dice import bits, rgb, share

class NotCompared(Exception):
    """Why a step cannot be compared."""


def run(step, image, folder):
    """The picture after a step; height, width, channels."""
    tensors = step["tensors"]
    given = pictured(image, tensors)
    if step["own"]:
        fields = [np.load(folder / path) for path in step.get("fields", [])]
        own = globals()[step["op"]]
        out = own(types.SimpleNamespace(**step["args"]), given, types.SimpleNamespace(
            fields=fields, steps=step.get("steps", []), tensors=tensors, folder=folder))
    elif step.get("library") is None:
        raise NotCompared(step["sentence"])
    else:
        out = drawn.STEPS[step["library"]](given)
    return levels(out)


def levels(image):
    """Height, width, channels."""
    return (F.pil_to_tensor(image) if isinstance(image, Image.Image) else image).numpy().transpose(1, 2, 0)


def pictured(levels, tensors):
    """A tensor or a PIL image."""
    out = torch.from_numpy(np.ascontiguousarray(levels.transpose(2, 0, 1)))
    return out if tensors else F.to_pil_image(out)


def sequence(a, image, step):
    out = levels(image)
    for child in step.steps:
        out = run(child, out, step.folder)
    return pictured(out, step.tensors)


def select_channels(a, image, step):
    out = levels(image).copy()
    part = out[..., a.channels]
    for child in step.steps:
        part = run(child, part, step.folder)
    out[..., a.channels] = part
    return pictured(out, step.tensors)


def weighted_sum(a, image, step):
    """As v2.AugMix sums its chains."""
    pictures = [levels(image), *(run(chain, levels(image), step.folder) for chain in step.steps)]
    tensors = [torch.from_numpy(np.ascontiguousarray(p.transpose(2, 0, 1))) for p in pictures]
    mix = a.weights[0] * tensors[0].float()
    for weight, tensor in zip(a.weights[1:], tensors[1:]):
        mix += weight * tensor
    mix = mix.to(torch.uint8)
    return mix if step.tensors else F.to_pil_image(mix)


def erase(a, image, step):
    if a.cover != "fill":
        raise NotCompared(f"covers of {a.cover} are drawn for each sample by the library's own generator")
    height, width = F.get_size(image)
    fill = torch.tensor(rgb(a.fill)[: F.get_num_channels(image)])[:, None, None]
    for x, y, w, h in a.rects_px:
        left, top, right, bottom = max(x, 0), max(y, 0), min(x + w, width), min(y + h, height)
        if right > left and bottom > top:
            image = F.erase(image, i=top, j=left, h=bottom - top, w=right - left, v=fill)
    return image


def channel_shuffle(a, image, step):
    if F.get_num_channels(image) < 3:
        return image
    return F.permute_channels(image, [int(c) for c in a.order])


def elastic_transform(a, image, step):
    if not isinstance(image, torch.Tensor):
        raise NotCompared("augplay shows it in tensors' arithmetic")
    (field,) = step.fields
    fill = [float(v) for v in rgb(a.fill)[: image.shape[0]]]
    # As F.elastic does it with a grid that is the picture's own plus the displacement.
    return _geometry._apply_grid_transform(image, torch.from_numpy(field)[None], a.interpolation, fill=fill)


def gauss_noise(a, image, step):
    pil = isinstance(image, Image.Image)
    picture = F.pil_to_tensor(image) if pil else image
    channels, height, width = picture.shape
    u = share(bits(a.seed, height, width))
    u = u[..., :channels] if a.per_channel else np.repeat(u[..., :1], channels, -1)
    noise = torch.from_numpy(special.ndtri(u).astype(np.float32).transpose(2, 0, 1).copy())
    drawn_by_torch, torch.randn_like = torch.randn_like, lambda *_, **__: noise
    try:
        out = F.gaussian_noise(picture, a.mean_frac, a.sd_frac)
    finally:
        torch.randn_like = drawn_by_torch
    return F.to_pil_image(out) if pil else out
