"""Goldens of MONAI's resolution transforms: 8 bits in, the float result rounded and clipped to 8 bits."""

import monai
import numpy as np
import torch
from monai.transforms import RandSimulateLowResolution

from golden import Golden, inputs

IMAGES = inputs()


def main():
    golden = Golden("simulate_low_resolution", "torch", {"MONAI": monai.__version__, "torch": torch.__version__})
    for name in ["dark", "gradient", "noise_grey", "flat", "one", "row", "column", "tiny"]:
        image = torch.from_numpy(IMAGES[name]).permute(2, 0, 1)
        for zoom in [0.5, 0.61, 0.83, 0.2]:
            t = RandSimulateLowResolution(prob=1, upsample_mode="bilinear", zoom_range=(zoom, zoom))
            out = np.asarray(t(image)).transpose(1, 2, 0)
            golden.add(name, {"zoom": zoom}, np.clip(np.rint(out), 0, 255).astype(np.uint8))
    golden.write()


if __name__ == "__main__":
    main()
