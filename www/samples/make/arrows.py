"""arrows.jpg: two worn turn arrows on a road. blender -b -P arrows.py -- OUT.png TEXTURES [fast]"""

import math
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import common as c
from shapes import TURN_RIGHT

SPAN = 12.0  # metres covered by paint.png, as in textures.py
scene = c.start(48)
art = sys.argv[sys.argv.index("--") + 2]
c.world_photo(scene, "sunrise.exr", math.radians(150), 0.55)
c.sun(scene, (-0.72, 0.35, -0.5), 4.2, 0.012, (1, 0.86, 0.68))

# Asphalt: stones in three greys, long wear along the wheel tracks, a patch, cracks; paint worn by noise.
road = c.Material("asphalt")
stones = road.ramp(road.cells(70), (0.0, (0.035, 0.035, 0.037)), (0.55, (0.075, 0.073, 0.07)), (1.0, (0.17, 0.165, 0.155)))
large = road.ramp(road.noise(0.45, 6.0, (1.0, 0.35, 1)), (0.35, 0.62), (0.65, 1.05))
ground = road.mix("MULTIPLY", 0.9, stones, large)
stains = road.ramp(road.noise(1.3, 10.0), (0.36, 0.6), (0.48, 1.0))
ground = road.mix("MULTIPLY", 0.7, ground, stains)
cracks = road.ramp(road.mix("ADD", 0.05, road.cells(0.55, "DISTANCE_TO_EDGE"), road.noise(5.0)), (0.022, 0.25), (0.032, 1.0))
ground = road.mix("MULTIPLY", 0.55, ground, cracks)

mask = road.image(os.path.join(art, "paint.png"), colour=False)
worn = road.ramp(road.noise(7.0, 12.0), (0.32, 0.15), (0.46, 1.0))
chips = road.ramp(road.cells(55), (0.1, 0.35), (0.3, 1.0))
paint = road.mix("MULTIPLY", 1.0, road.mix("MULTIPLY", 1.0, mask, worn), chips)
white = road.ramp(road.noise(2.2, 8.0), (0.35, (0.6, 0.59, 0.55)), (0.65, (0.8, 0.79, 0.74)))
road.set("Base Color", road.mix("MIX", paint, ground, white))
road.set("Roughness", road.ramp(road.noise(3.0), (0.3, 0.7), (0.7, 0.92)))
road.bump(road.mix("ADD", 0.6, road.cells(70), road.noise(160, 2.0)), 0.55, 0.012)

half = 40.0
plane = c.mesh(scene, "road", [(-half, -half, 0), (3.35, -half, 0), (3.35, half, 0), (-half, half, 0)], [(0, 1, 2, 3)], road.data)
layer = plane.data.uv_layers.new()
for loop in plane.data.loops:
    x, y, _ = plane.data.vertices[loop.vertex_index].co
    layer.data[loop.index].uv = (x / SPAN + 0.5, y / SPAN + 0.5)

stone = c.Material("kerb", (0.4, 0.39, 0.37), 0.8)
stone.set("Base Color", stone.ramp(stone.noise(6, 10), (0.3, (0.2, 0.19, 0.18)), (0.7, (0.46, 0.45, 0.42))))
stone.bump(stone.noise(40, 4), 0.4, 0.01)
for i in range(-8, 22):
    x0, x1, y0, y1, z = 3.35, 3.55, i * 1.0 + 0.006, i * 1.0 + 0.994, 0.13
    box = [(x0 + 0.02, y0, z), (x1, y0, z), (x1, y1, z), (x0 + 0.02, y1, z), (x0, y0, -0.1), (x1, y0, -0.1), (x1, y1, -0.1), (x0, y1, -0.1)]
    kerb = c.mesh(scene, "kerb", box, [(0, 1, 2, 3), (4, 0, 3, 7), (5, 4, 7, 6), (1, 5, 6, 2), (4, 5, 1, 0), (3, 2, 6, 7)], stone.data)
    edge = kerb.modifiers.new("edge", "BEVEL")
    edge.width, edge.segments = 0.015, 3

soil = c.Material("soil", (0.05, 0.04, 0.02), 0.9)
c.mesh(scene, "verge", [(3.55, -half, 0.1), (40, -half, 0.1), (40, half, 0.1), (3.55, half, 0.1)], [(0, 1, 2, 3)], soil.data)
rng = random.Random(5)
vertices, faces = [], []
for _ in range(60000):
    x, y = 3.56 + 6.5 * rng.random() ** 1.6, -2 + 12 * rng.random()
    turn, tall, lean = rng.random() * 6.3, rng.uniform(0.05, 0.15), rng.uniform(-0.06, 0.06)
    dx, dy, first = 0.006 * math.cos(turn), 0.006 * math.sin(turn), len(vertices)
    vertices += [(x - dx, y - dy, 0.1), (x + dx, y + dy, 0.1), (x + lean, y + lean * math.sin(turn), 0.1 + tall)]
    faces.append((first, first + 1, first + 2))
grass = c.Material("grass", (0.1, 0.19, 0.03), 0.6)
grass.set("Base Color", grass.ramp(grass.noise(1.5, 6), (0.35, (0.07, 0.14, 0.02)), (0.65, (0.2, 0.24, 0.06))))
c.mesh(scene, "grass", vertices, faces, grass.data)

c.foliage(scene, (8.6, -1.6, 6.2), 2.6, 6000, 0.07, 11)
c.camera(scene, (0.5, -5.1, 2.9), (0.2, -0.62, 0.0), 31, 5.6, 4.0)
for name, x, flip in (("turn left", -1.55, -1), ("turn right", 1.45, 1)):
    print("BOX", name, c.pixel_box(scene, [(x + flip * px, -1.7 + py, 0) for px, py in TURN_RIGHT], 560, 420))
c.render(scene)
