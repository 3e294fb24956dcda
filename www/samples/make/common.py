"""Shared helpers for the rendered samples: run inside Blender 3.4+ (Cycles, CPU)."""

import os
import random
import sys

import bpy
from mathutils import Vector

WORLDS = os.path.join(bpy.utils.resource_path("LOCAL") or "", "datafiles/studiolights/world")
if not os.path.isdir(WORLDS):
    WORLDS = os.path.join(bpy.utils.system_resource("DATAFILES"), "studiolights/world")


def start(samples):
    """An empty scene, 800x600, filmic; finish.py scales it down, which also calms the noise."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples = samples
    scene.cycles.use_adaptive_sampling = True
    scene.cycles.adaptive_threshold = 0.02
    scene.cycles.seed = 7
    scene.cycles.sample_clamp_indirect = 4.0
    try:  # some builds come without the denoiser
        scene.cycles.use_denoising = True
        scene.cycles.denoiser = "OPENIMAGEDENOISE"
    except TypeError:
        scene.cycles.use_denoising = False
    scene.render.resolution_x, scene.render.resolution_y = 800, 600
    scene.render.image_settings.file_format = "PNG"
    scene.view_settings.view_transform = "Filmic"
    scene.view_settings.look = "Medium High Contrast"
    return scene


def render(scene):
    """Render to the path after `--` on the command line; `fast` after it makes a draft."""
    args = sys.argv[sys.argv.index("--") + 1 :]
    if "fast" in args:
        scene.cycles.samples = 24
        scene.render.resolution_percentage = 72
    scene.render.filepath = os.path.abspath(args[0])
    bpy.ops.render.render(write_still=True)


def pixel_box(scene, points, width, height):
    """The axis-aligned box, in pixels of a width x height picture, around world points."""
    from bpy_extras.object_utils import world_to_camera_view

    bpy.context.view_layer.update()
    seen = [world_to_camera_view(scene, scene.camera, Vector(p)) for p in points]
    xs = [p.x * width for p in seen]
    ys = [(1 - p.y) * height for p in seen]
    return [round(v, 1) for v in (min(xs), min(ys), max(xs), max(ys))]


def camera(scene, at, to, lens, focus=None, fstop=8.0):
    data = bpy.data.cameras.new("camera")
    data.lens = lens
    if focus is not None:
        data.dof.use_dof, data.dof.focus_distance, data.dof.aperture_fstop = True, focus, fstop
    obj = add(scene, "camera", data)
    obj.location = at
    obj.rotation_euler = (Vector(to) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    scene.camera = obj


def sun(scene, direction, strength, angle=0.01, colour=(1, 0.93, 0.82)):
    data = bpy.data.lights.new("sun", "SUN")
    data.energy, data.angle, data.color = strength, angle, colour
    obj = add(scene, "sun", data)
    obj.rotation_euler = Vector(direction).to_track_quat("-Z", "Y").to_euler()


def world_photo(scene, name, turn, strength):
    """Light and background from one of the CC0 panoramas that Blender ships (HDRI Haven)."""
    scene.world = bpy.data.worlds.new("world")
    scene.world.use_nodes = True
    scene.world.cycles.sampling_method, scene.world.cycles.sample_map_resolution = "MANUAL", 512
    nodes, links = scene.world.node_tree.nodes, scene.world.node_tree.links
    env = nodes.new("ShaderNodeTexEnvironment")
    env.image = bpy.data.images.load(os.path.join(WORLDS, name))
    env.interpolation = "Cubic"
    coords, mapping = nodes.new("ShaderNodeTexCoord"), nodes.new("ShaderNodeMapping")
    mapping.inputs["Rotation"].default_value[2] = turn
    links.new(coords.outputs["Generated"], mapping.inputs["Vector"])
    links.new(mapping.outputs["Vector"], env.inputs["Vector"])
    nodes["Background"].inputs["Strength"].default_value = strength
    links.new(env.outputs["Color"], nodes["Background"].inputs["Color"])


def add(scene, name, data):
    obj = bpy.data.objects.new(name, data)
    scene.collection.objects.link(obj)
    return obj


def mesh(scene, name, vertices, faces, material):
    data = bpy.data.meshes.new(name)
    data.from_pydata(vertices, [], faces)
    data.update()
    data.materials.append(material)
    return add(scene, name, data)


class Material:
    """A principled material with short ways to wire nodes."""

    def __init__(self, name, colour=(0.8, 0.8, 0.8), roughness=0.5, metallic=0.0):
        self.data = bpy.data.materials.new(name)
        self.data.use_nodes = True
        self.nodes, self.links = self.data.node_tree.nodes, self.data.node_tree.links
        self.surface = self.nodes["Principled BSDF"]
        self.set("Base Color", (*colour, 1))
        self.set("Roughness", roughness)
        self.set("Metallic", metallic)

    def set(self, socket, value):
        if hasattr(value, "node"):
            self.links.new(value, self.surface.inputs[socket])
        else:
            self.surface.inputs[socket].default_value = value

    def image(self, path, colour=True):
        node = self.nodes.new("ShaderNodeTexImage")
        node.image = bpy.data.images.load(os.path.abspath(path))
        node.extension = "CLIP"
        if not colour:
            node.image.colorspace_settings.name = "Non-Color"
        return node.outputs["Color"]

    def noise(self, scale, detail=8.0, stretch=(1, 1, 1)):
        coords, mapping = self.nodes.new("ShaderNodeTexCoord"), self.nodes.new("ShaderNodeMapping")
        node = self.nodes.new("ShaderNodeTexNoise")
        mapping.inputs["Scale"].default_value = stretch
        node.inputs["Scale"].default_value, node.inputs["Detail"].default_value = scale, detail
        self.links.new(coords.outputs["Object"], mapping.inputs["Vector"])
        self.links.new(mapping.outputs["Vector"], node.inputs["Vector"])
        return node.outputs["Fac"]

    def cells(self, scale, feature="F1"):
        coords, node = self.nodes.new("ShaderNodeTexCoord"), self.nodes.new("ShaderNodeTexVoronoi")
        node.feature = feature
        node.inputs["Scale"].default_value = scale
        self.links.new(coords.outputs["Object"], node.inputs["Vector"])
        return node.outputs["Distance" if feature != "F1" else "Color"]

    def ramp(self, value, *stops):
        """Piecewise linear colours: stops are (position, grey or (r, g, b))."""
        node = self.nodes.new("ShaderNodeValToRGB")
        ramp = node.color_ramp
        while len(ramp.elements) < len(stops):
            ramp.elements.new(0.5)
        for element, (position, colour) in zip(ramp.elements, stops):
            grey = isinstance(colour, (int, float))
            element.position = position
            element.color = (*((colour,) * 3 if grey else colour), 1)
        self.links.new(value, node.inputs["Fac"])
        return node.outputs["Color"]

    def mix(self, how, amount, a, b):
        node = self.nodes.new("ShaderNodeMixRGB")
        node.blend_type = how
        for socket, value in zip(("Fac", "Color1", "Color2"), (amount, a, b)):
            if hasattr(value, "node"):
                self.links.new(value, node.inputs[socket])
            else:
                node.inputs[socket].default_value = value if socket == "Fac" else (*value, 1)
        return node.outputs["Color"]

    def bump(self, height, strength, distance):
        node = self.nodes.new("ShaderNodeBump")
        node.inputs["Strength"].default_value, node.inputs["Distance"].default_value = strength, distance
        self.links.new(height, node.inputs["Height"])
        self.links.new(node.outputs["Normal"], self.surface.inputs["Normal"])


def foliage(scene, centre, radius, count, size, seed):
    """A cloud of small leaves, kept out of the frame, that throws dappled shade."""
    rng = random.Random(seed)
    vertices, faces = [], []
    clumps = [Vector([rng.gauss(0, 0.45) for _ in range(3)]) * radius for _ in range(14)]
    for _ in range(count):
        at = Vector(centre) + rng.choice(clumps) + Vector([rng.gauss(0, 0.16) for _ in range(3)]) * radius
        u = Vector([rng.gauss(0, 1) for _ in range(3)]).normalized() * size
        v = u.orthogonal().normalized() * size * 0.5
        first = len(vertices)
        vertices += [at - u, at - v, at + u, at + v]
        faces.append((first, first + 1, first + 2, first + 3))
    leaf = Material("leaf", (0.10, 0.22, 0.03), 0.6)
    return mesh(scene, "foliage", vertices, faces, leaf.data)
