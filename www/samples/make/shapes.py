"""Outlines that both the painter and the renderer need."""

# One turn arrow in metres, x to the right and y ahead, pointing right: shaft, bend, head.
TURN_RIGHT = [(-0.28, 0.0), (-0.08, 0.0), (-0.08, 1.9), (0.02, 2.25), (0.28, 2.42), (0.28, 2.02), (0.86, 2.68),
              (0.28, 3.34), (0.28, 2.86), (-0.02, 2.72), (-0.2, 2.4), (-0.28, 2.0)]
