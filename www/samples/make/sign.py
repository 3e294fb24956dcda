"""sign.jpg: a stop sign by a tree-lined road. blender -b -P sign.py -- OUT.png TEXTURES [fast]"""

import math
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bpy
import common as c
from mathutils import Euler, Vector

scene = c.start(110)
art = sys.argv[sys.argv.index("--") + 2]
c.world_photo(scene, "forest.exr", math.radians(200), 1.25)
c.sun(scene, (-0.55, 0.75, -0.62), 4.6)

TURN = (math.radians(90), 0, math.radians(-11))
HEIGHT = 2.15


def painted(name, picture, dirt):
    """Printed sheeting with streaks of dirt that run down, and a faint grain."""
    made = c.Material(name, roughness=0.34)
    face = made.image(picture)
    streaks = made.ramp(made.noise(5.0, 10.0, (1.6, 0.22, 1)), (0.38, dirt), (0.6, 1.0))
    specks = made.ramp(made.noise(60.0, 4.0), (0.3, 0.82), (0.42, 1.0))
    face = made.mix("MULTIPLY", 0.6, face, streaks)
    made.set("Base Color", made.mix("MULTIPLY", 0.22, face, specks))
    made.set("Roughness", made.ramp(made.noise(7.0), (0.3, 0.28), (0.7, 0.5)))
    made.bump(made.noise(3.0, 2.0), 0.12, 0.02)
    return made


def plate(name, outline, width, height, material, at, turn, thick=0.004):
    """A flat sheet in its own x/y plane; texture coordinates span width x height."""
    n = len(outline)
    front = [(x, y, thick) for x, y in outline]
    back = [(x, y, 0) for x, y in outline]
    sides = [(i, (i + 1) % n, n + (i + 1) % n, n + i) for i in range(n)]
    obj = c.mesh(scene, name, back + front, [tuple(range(n, 2 * n)), tuple(reversed(range(n))), *sides], material.data)
    layer = obj.data.uv_layers.new()
    for loop in obj.data.loops:
        x, y, _ = obj.data.vertices[loop.vertex_index].co
        layer.data[loop.index].uv = (x / width + 0.5, y / height + 0.5)
    obj.data.materials.append(steel.data)
    for face in obj.data.polygons[1:]:
        face.material_index = 1
    obj.location, obj.rotation_euler = at, turn
    return obj


steel = c.Material("steel", (0.42, 0.43, 0.44), 0.42, 0.9)
steel.set("Base Color", steel.ramp(steel.noise(18, 8), (0.35, (0.25, 0.25, 0.25)), (0.65, (0.5, 0.51, 0.52))))

r = 0.38
corner = [(r / math.cos(math.pi / 8) * math.cos(a), r / math.cos(math.pi / 8) * math.sin(a))
          for a in (math.pi / 8 + i * math.pi / 4 for i in range(8))]
plate("stop", corner, 2 * r, 2 * r, painted("red", os.path.join(art, "stop.png"), 0.6), (0, 0, HEIGHT), TURN)

w, h = 0.92, 0.18
rim = [(-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2)]
green = painted("green", os.path.join(art, "blade.png"), 0.7)
plate("blade", rim, w, h, green, (0.0, -0.012, HEIGHT + 0.53), (TURN[0], 0, math.radians(7)))

bpy.ops.mesh.primitive_cylinder_add(radius=0.027, depth=2.9, location=(0, 0.035, HEIGHT - 0.8), vertices=48)
bpy.context.object.data.materials.append(steel.data)
for face in bpy.context.object.data.polygons:
    face.use_smooth = len(face.vertices) == 4
for up in (-0.3, 0.3):
    offset = Euler(TURN).to_matrix() @ Vector((0, up, 0.005))
    bpy.ops.mesh.primitive_uv_sphere_add(radius=0.011, location=(offset.x, offset.y, HEIGHT + offset.z))
    bpy.context.object.data.materials.append(steel.data)

c.foliage(scene, (2.9, -2.9, 5.0), 1.0, 900, 0.05, 3)
c.camera(scene, (-0.12, -3.2, 1.92), (0.06, 0, HEIGHT + 0.06), 62, 3.2, 0.9)
c.render(scene)
