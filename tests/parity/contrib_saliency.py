"""Golden of OpenCV contrib's fine-grained saliency.

    python contrib_saliency.py        # requirements-contrib.txt
"""

import cv2
import numpy as np

from golden import Golden, inputs

IMAGES = inputs()


def main():
    golden = Golden("fine_grained_saliency", "cv2", {"opencv-contrib": cv2.__version__})
    find = cv2.saliency.StaticSaliencyFineGrained_create()
    for name, image in IMAGES.items():
        # It takes channels in OpenCV's order.
        bgr = np.ascontiguousarray(image[..., ::-1])
        ok, found = find.computeSaliency(bgr)
        assert ok
        # It gives levels as shares of 255.
        golden.add(name, {}, (found * 255).astype(np.uint8))
    golden.write()


if __name__ == "__main__":
    main()
