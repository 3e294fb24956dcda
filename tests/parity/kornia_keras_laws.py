"""What RandAugment of Kornia and of Keras gives its ops, as JSON.

Their versions stand in neither requirements file: both would bring a framework of their own for two
tables. Run by hand: pip install torch kornia==0.9.0 keras==3.15.1, then KERAS_BACKEND=torch python
tests/parity/kornia_keras_laws.py.
"""

import json
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras  # noqa: E402
import kornia  # noqa: E402
import torch  # noqa: E402
from kornia.augmentation.auto import RandAugment  # noqa: E402

WIDTH, HEIGHT = 30, 20


def of_kornia(m):
    """Every number that each op is given at magnitude m, as the library passes it on."""
    policy = RandAugment(n=15, m=m)
    found = [set() for _ in policy.children()]
    ops = [list(child.children())[0] for child in policy.children()]
    names = [name for name, _ in policy.named_children()]
    for _ in range(40):
        for item in policy.forward_parameters(torch.Size([1, 3, HEIGHT, WIDTH])):
            at = names.index(item.name)
            factor = ops[at]._factor_name
            if factor is not None:
                found[at].update(item.data[0].data[factor].double().tolist())
    return [{"op": type(op).__name__, "values": sorted(values)} for op, values in zip(ops, found)]


def of_keras(factor):
    """The ends of what each layer draws."""
    policy = keras.layers.RandAugment(factor=factor)
    ends = {}
    for name in policy._AUGMENT_LAYERS:
        layer = getattr(policy, name)
        if name == "random_shear":
            ends[name] = [*layer.x_factor, *layer.y_factor]
        elif name == "random_translation":
            ends[name] = [layer.width_lower, layer.width_upper, layer.height_lower, layer.height_upper]
        elif name == "solarization":
            ends[name] = [*layer.addition_factor, *layer.threshold_factor]
        elif name not in ("auto_contrast", "equalization"):
            ends[name] = list(layer.factor)
    return ends


laws = {
    "kornia": kornia.__version__,
    "keras": keras.__version__,
    "size": [WIDTH, HEIGHT],
    "kornia_magnitudes": {str(m): of_kornia(m) for m in range(1, 30)},
    "keras_factors": {str(f): of_keras(f) for f in (0.1, 0.2, 0.25, 0.5, 0.9, 1.0)},
}
path = pathlib.Path(__file__).parent / "goldens" / "kornia_keras_laws.json"
path.write_text(json.dumps(laws, separators=(",", ":")) + "\n")
