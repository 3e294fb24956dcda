"""Golden of spectral-residual saliency: Hou and Zhang 2007 with the numbers of GuidedMixup's mode `sr`.

    python torch_saliency.py

The spectrum is numpy's; grey, size and blur are torchvision's, all in double precision. The field is the map;
the picture shows it stretched to 8 bits.
"""

import numpy as np
import torch
import torchvision
import torchvision.transforms.functional as F

from golden import Golden, inputs

IMAGES = inputs()
MOST = 128


def saliency(image):
    h, w = image.shape[:2]
    plane = torch.from_numpy(image).permute(2, 0, 1).double()[None] / 255
    if image.shape[2] == 3:
        plane = F.rgb_to_grayscale(plane)
    small = F.resize(plane, [min(h, MOST), min(w, MOST)], antialias=True).numpy()[0, 0]
    spectrum = np.fft.fft2(small)
    magnitude = np.sqrt(np.abs(spectrum) ** 2 + 1e-10)
    logs = np.log(magnitude)
    padded = np.pad(logs, 1, mode="edge")
    means = sum(padded[y:y + logs.shape[0], x:x + logs.shape[1]] for y in range(3) for x in range(3)) / 9
    found = np.abs(np.fft.ifft2(spectrum * np.exp(logs - means) / magnitude))
    blurred = F.gaussian_blur(torch.from_numpy(found)[None, None], [7, 7], [3.0, 3.0])
    return F.resize(blurred, [h, w], antialias=True).numpy()[0, 0]


def main():
    golden = Golden("spectral_residual", "torch",
                    {"numpy": np.__version__, "torch": torch.__version__, "torchvision": torchvision.__version__})
    # Reflection needs sides beyond the blur's reach.
    for name, image in IMAGES.items():
        if min(image.shape[:2]) > 3:
            found = saliency(image)
            golden.add(name, {}, np.rint(255 * found / found.max()).astype(np.uint8), field=found.astype(np.float32))
    golden.write()


if __name__ == "__main__":
    main()
