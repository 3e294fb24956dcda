"""buoy.jpg: a small red buoy on open water. blender -b -P buoy.py -- OUT.png [fast]"""

import math
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bpy
import common as c
from mathutils import Euler, Matrix

scene = c.start(36)

scene.world = bpy.data.worlds.new("sky")
scene.world.use_nodes = True
nodes = scene.world.node_tree.nodes
scene.world.cycles.sampling_method, scene.world.cycles.sample_map_resolution = "MANUAL", 512
sky = nodes.new("ShaderNodeTexSky")
sky.sky_type = "NISHITA"
sky.sun_elevation, sky.sun_rotation = math.radians(33), math.radians(240)
sky.sun_disc, sky.air_density, sky.dust_density, sky.ozone_density = True, 1.0, 0.35, 2.0
links = scene.world.node_tree.links


def node(kind, **inputs):
    made = nodes.new(kind)
    for name, value in inputs.items():
        if hasattr(value, "node"):
            links.new(value, made.inputs[name])
        else:
            made.inputs[name].default_value = value
    return made


# Thin clouds: noise on a flat layer overhead, seen in perspective.
direction = node("ShaderNodeSeparateXYZ", Vector=node("ShaderNodeTexCoord").outputs["Generated"])
lifted = nodes.new("ShaderNodeMath")
lifted.operation = "ADD"
links.new(direction.outputs["Z"], lifted.inputs[0])
lifted.inputs[1].default_value = 0.08
layer = nodes.new("ShaderNodeCombineXYZ")
for axis in ("X", "Y"):
    part = nodes.new("ShaderNodeMath")
    part.operation = "DIVIDE"
    links.new(direction.outputs[axis], part.inputs[0])
    links.new(lifted.outputs[0], part.inputs[1])
    links.new(part.outputs[0], layer.inputs[axis])
puffs = node("ShaderNodeTexNoise", Vector=layer.outputs[0], Scale=0.62, Detail=9.0, Roughness=0.58, Distortion=0.3)
cover = node("ShaderNodeValToRGB", Fac=puffs.outputs["Fac"])
cover.color_ramp.elements[0].position, cover.color_ramp.elements[1].position = 0.47, 0.78
cover.color_ramp.elements[1].color = (0.8, 0.8, 0.8, 1)
blend = node("ShaderNodeMixRGB", Fac=cover.outputs["Color"], Color1=sky.outputs["Color"], Color2=(7.2, 7.0, 6.9, 1))
links.new(blend.outputs["Color"], nodes["Background"].inputs["Color"])
nodes["Background"].inputs["Strength"].default_value = 0.12

water = c.Material("water", (0.004, 0.026, 0.045), 0.05)
water.set("IOR", 1.33)
water.bump(water.noise(2.2, 8.0), 0.5, 0.07)
sea = c.mesh(scene, "sea", [(0, 0, 0), (1, 0, 0), (1, 1, 0)], [(0, 1, 2)], water.data)
swell = sea.modifiers.new("ocean", "OCEAN")
swell.geometry_mode, swell.spatial_size, swell.resolution = "GENERATE", 46, 11
swell.repeat_x = swell.repeat_y = 10
swell.wave_scale, swell.choppiness, swell.wind_velocity, swell.random_seed, swell.time = 0.75, 1.1, 7.5, 4, 2.0
swell.wave_scale_min = 0.05
sea.location = (-230, -30, 0)

AT, LEAN = (4.1, 18.5), (0.16, -0.12)
red = c.Material("red", (0.62, 0.035, 0.012), 0.38)
red.set("Base Color", red.mix("MULTIPLY", 1.0, red.ramp(red.noise(9), (0.3, 0.55), (0.6, 1.0)), (0.62, 0.035, 0.012)))
white = c.Material("white", (0.75, 0.74, 0.7), 0.45)
dark = c.Material("dark", (0.03, 0.03, 0.03), 0.5)
lamp = c.Material("lamp", (0.9, 0.75, 0.2), 0.15)


def turned(name, outline, material, steps=48):
    """A solid of revolution from (radius, height) pairs."""
    vertices, faces = [], []
    for r, z in outline:
        vertices += [(r * math.cos(a), r * math.sin(a), z) for a in (2 * math.pi * i / steps for i in range(steps))]
    for k in range(len(outline) - 1):
        for i in range(steps):
            j = (i + 1) % steps
            faces.append((k * steps + i, k * steps + j, (k + 1) * steps + j, (k + 1) * steps + i))
    obj = c.mesh(scene, name, vertices, faces, material.data)
    for face in obj.data.polygons:
        face.use_smooth = True
    obj.location, obj.rotation_euler = (*AT, 0.02), (*LEAN, 0)
    return obj


turned("hull", [(0.0, -0.5), (0.5, -0.45), (0.55, -0.3), (0.55, 0.2), (0.5, 0.26), (0.12, 0.3), (0.0, 0.3)], red)
turned("rubber", [(0.555, -0.08), (0.575, -0.05), (0.575, 0.05), (0.555, 0.08)], dark)
for turn in range(4):
    leg = turned("leg", [(0.022, 0.0), (0.022, 1.12)], red, 12)
    lean = Euler((*LEAN, 0)).to_matrix().to_4x4()
    foot = Matrix.Rotation(math.pi / 4 + turn * math.pi / 2, 4, "Z") @ Matrix.Translation((0.36, 0, 0.26))
    leg.matrix_world = Matrix.Translation((*AT, 0.02)) @ lean @ foot @ Matrix.Rotation(-0.22, 4, "Y")
turned("mark", [(0.0, 0.72), (0.27, 0.72), (0.27, 1.12), (0.0, 1.12)], red)
turned("band", [(0.274, 0.86), (0.274, 0.98)], white)
turned("top", [(0.05, 1.12), (0.05, 1.3)], dark)
turned("light", [(0.0, 1.3), (0.075, 1.31), (0.08, 1.4), (0.06, 1.47), (0.0, 1.49)], lamp)

c.camera(scene, (0, 0, 2.5), (0.6, 20, 0.9), 42, 18.6, 2.8)
if __name__ == "__main__":
    ring = [(AT[0] + s * 0.57, AT[1], z) for s in (-1, 1) for z in (-0.1, 0.2)] + [(AT[0] - 0.18, AT[1], 1.5)]
    print("BOX", c.pixel_box(scene, ring, 640, 480))
    c.render(scene)
