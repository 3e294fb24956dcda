"""Goldens of the medical ops: MONAI 1.6 array transforms on levels as float, shown in 8 bits.

    python monai_medical.py

Transforms with a spectrum run in double precision; the script says how far single precision,
MONAI's usual one, lies from it.
"""

import sys

import monai
import numpy as np
import torch
from monai.transforms import GibbsNoise, KSpaceSpikeNoise, RandBiasField, RandRicianNoise

from golden import Golden, inputs

LIBRARY = {"monai": monai.__version__, "torch": torch.__version__}
IMAGES = inputs()


def channels_first(image, dtype=np.float32):
    return np.moveaxis(image, -1, 0).astype(dtype)


def levels(out):
    """Channels last, to the nearest level, cut off."""
    out = np.moveaxis(np.asarray(out), 0, -1)
    return np.clip(np.rint(out), 0, 255).astype(np.uint8)


def bias_field():
    golden = Golden("bias_field", "torch", LIBRARY)
    for name in ["dark", "noise_grey", "row", "column", "tiny", "one"]:
        for degree, ends in [(3, (0.0, 0.1)), (1, (-0.4, 0.6)), (5, (-0.3, 0.3))]:
            t = RandBiasField(degree=degree, coeff_range=ends, prob=1.0)
            t.set_random_state(degree)
            out = t(channels_first(IMAGES[name]))
            golden.add(name, {"degree": degree, "coefficients": list(t._coeff)}, levels(out))
    golden.write()


def rician_noise():
    """The field is the real parts, then the imaginary parts, channels last."""
    golden = Golden("rician_noise", "torch", LIBRARY)
    for name in ["square", "row", "tiny", "one"]:
        for mean, sd in [(0.0, 20.0), (10.0, 60.0)]:
            t = RandRicianNoise(prob=1.0, mean=mean, std=sd, sample_std=False)
            t.set_random_state(1)
            out = t(channels_first(IMAGES[name]))
            parts = [np.moveaxis(n, 0, -1).ravel() for n in (t._noise1, t._noise2)]
            golden.add(name, {"mean_frac": mean / 255, "sd_frac": sd / 255}, levels(out),
                       field=np.concatenate(parts).astype(np.float32))
    golden.write()


class Apart:
    """How far single precision lies from double."""

    def __init__(self):
        self.samples, self.differing, self.most = 0, 0, 0

    def take(self, double, single):
        apart = np.abs(double.astype(int) - single)
        self.samples += apart.size
        self.differing += int((apart > 0).sum())
        self.most = max(self.most, int(apart.max()))
        return {"self": {"share": float((apart > 0).mean()), "max": int(apart.max())}} if apart.any() else {}

    def say(self, op):
        share = self.differing / self.samples
        print(f"  {op}: single precision differs in {share:.4%}, by up to {self.most}", file=sys.stderr)


def gibbs_noise():
    golden, apart = Golden("gibbs_noise", "torch", LIBRARY), Apart()
    for name in ["dark", "gradient", "photo_grey", "noise_grey", "row", "column", "tiny", "one", "square"]:
        for alpha in [0.0, 0.55, 0.8, 1.0] if name in ("dark", "gradient", "tiny") else [0.3, 0.7]:
            run = lambda dtype: levels(GibbsNoise(alpha)(channels_first(IMAGES[name], dtype)))
            out = run(np.float64)
            golden.add(name, {"alpha": alpha}, out, **apart.take(out, run(np.float32)))
    golden.write()
    apart.say("gibbs_noise")


def kspace_spike_noise():
    golden, apart = Golden("kspace_spike_noise", "torch", LIBRARY), Apart()
    for name in ["dark", "photo_grey", "noise_grey", "row", "column", "tiny", "square"]:
        image = IMAGES[name]
        h, w = image.shape[:2]
        for gain, x, y in [(2.4, 0.3, 0.6), (2.7, 0.5, 0.5), (1.5, 0.99, 0.0), (2.0, 0.7, 0.4)]:
            place = (int(y * h), int(x * w))

            def run(dtype):
                channels = channels_first(image, dtype)
                spectrum = np.fft.fftshift(np.fft.fftn(channels, axes=(-2, -1)), axes=(-2, -1))
                means = np.log(np.abs(spectrum) + 1e-10).mean((-2, -1))
                t = KSpaceSpikeNoise([(c, *place) for c in range(len(channels))], [float(gain * m) for m in means])
                return levels(t(torch.from_numpy(channels)))

            out = run(np.float64)
            golden.add(name, {"gain": gain, "x_frac": x, "y_frac": y}, out, **apart.take(out, run(np.float32)))
    golden.write()
    apart.say("kspace_spike_noise")


if __name__ == "__main__":
    bias_field()
    rician_noise()
    gibbs_noise()
    kspace_spike_noise()
