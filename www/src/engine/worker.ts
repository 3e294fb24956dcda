/** A worker: one core instance (or the codec, or the tools) and the samples it was given. */
import * as core from "../wasm/core/core.js";
import { boxShrink } from "../model/bytes";
import { runOnGpu } from "./gpu";
import { Batches } from "./batches";
import { Policies } from "./policies";
import type { Prover } from "./prove";
import { failureOf, staged } from "./failures";
import type { Annotations, Labels, Levels, Note, Picture, Pixels, Preset, RenderInfo } from "../types";
import type { Comparison } from "../model/laws";
import type { Progress } from "./labels";
import type { Asked, Calls, FromWorker, Kind, ModuleName, RenderRequest, Request, ToWorker } from "./protocol";

type Codec = typeof import("../wasm/codec/codec.js");
type Tools = typeof import("../wasm/tools/tools.js");

/** Longest side of the stand-in a draft runs on. */
const DRAFT_SIDE = 512;

const modules = new Map<ModuleName, WebAssembly.Module>();
const samples = new Map<string, core.Sample>();
const policies = new Policies();
const batches = new Batches(samples);
let codec: Codec | null = null;
let tools: Tools | null = null;
let prover: Prover | null = null;
let coreReady = false;

addEventListener("message", (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if (message.type === "module") modules.set(message.name, message.module);
  else void serve(message.id, message.request);
});

async function serve(id: number, request: Request): Promise<void> {
  try {
    const { value, transfer } = await answer(request, (done, total, label) => { post({ type: "progress", id, done, total, label }, []); });
    post({ type: "done", id, value }, transfer);
  } catch (error) {
    post({ type: "failed", id, failure: failureOf(error) }, []);
  }
}

function post(message: FromWorker, transfer: Transferable[]): void {
  postMessage(message, { transfer });
}

type Handlers = { [K in Kind]: (request: Calls[K]["in"], tell: Progress) => Calls[K]["out"] | Promise<Calls[K]["out"]> };

const handlers: Handlers = {
  catalogue: () => {
    useCore();
    return { catalogue: core.catalogue(), starter: core.starter(), version: core.version() };
  },
  describe: ({ text }) => {
    useCore();
    const policy = core.Policy.parse(text);
    try {
      const notes = JSON.parse(policy.notes()) as Note[];
      return { tree: policy.json(), yaml: policy.yaml(), hash: policy.hash(), notes };
    } finally {
      policy.free();
    }
  },
  load: ({ key, pixels }) => {
    useCore();
    keep(key, pixels);
    if (Math.max(pixels.width, pixels.height) > DRAFT_SIDE * 2) keep(draftKey(key), shrunk(pixels));
    return null;
  },
  label: ({ key, labels }) => {
    const sample = samples.get(key);
    if (sample) annotate(key, sample, labels);
    batches.forget(key);
    const [draft, full, small] = [samples.get(draftKey(key)), sizes.get(key), sizes.get(draftKey(key))];
    if (draft && full && small) annotate(draftKey(key), draft, scaled(labels, small.width / full.width, small.height / full.height));
    return null;
  },
  unload: ({ key }) => {
    for (const name of [key, draftKey(key)]) {
      samples.get(name)?.free();
      samples.delete(name);
    }
    batches.forget(key);
    return null;
  },
  render: async (request) => {
    const start = performance.now();
    const onGpu = request.gpu === true ? await renderOnGpu(request) : null;
    const view = onGpu ?? renderHere(request);
    return pictureOf(view, performance.now() - start, usesDraft(request), onGpu !== null);
  },
  steps: (request) => {
    const { policy, sample, options } = prepare(request);
    const start = performance.now();
    const views = staged("run", () => core.render_steps(policy, sample, request.sample, request.view, options));
    const each = (performance.now() - start) / Math.max(1, views.length);
    return views.map((view) => pictureOf(view, each, usesDraft(request)));
  },
  mix: ({ members, indices, view, maxPx, overlays, facts, exact, ...asked }) => {
    const policy = parsed(asked);
    const batch = batches.of(members);
    const options = JSON.stringify({ max_px: maxPx, overlays, facts, full: exact });
    return indices.map((index) => {
      const start = performance.now();
      const made = staged("run", () => batch.render(policy, view, index, options));
      return pictureOf(made, performance.now() - start, false);
    });
  },
  framing: ({ sample, view, ...asked }) => {
    const size = sizes.get(sample);
    if (!size) throw new Error("This sample is not loaded.");
    const policy = parsed(asked);
    return JSON.parse(staged("run", () => policy.framing(size.width, size.height, size.channels, sample, view))) as Calls["framing"]["out"];
  },
  opened: ({ policy, id }) => {
    useCore();
    const open = parsed({ policy }).opened(id);
    try {
      return open.json();
    } finally {
      open.free();
    }
  },
  safety: ({ sample, first, count, ...asked }) => {
    const policy = parsed(asked);
    const input = samples.get(sample);
    if (!input) throw new Error("This sample is not loaded.");
    return JSON.parse(staged("run", () => core.safety(policy, input, sample, first, count))) as Calls["safety"]["out"];
  },
  draw: ({ sample, view, ...asked }) => {
    const policy = parsed(asked);
    const input = samples.get(sample);
    if (!input) throw new Error("This sample is not loaded.");
    const known = JSON.stringify({ ...sizes.get(sample), ...annotations.get(sample) });
    const outcome = JSON.parse(policy.draw(known, sample, view)) as { policy: unknown };
    const fixed = core.Policy.parse(JSON.stringify(outcome.policy));
    try {
      return fixed.yaml();
    } finally {
      fixed.free();
    }
  },
  decode: async ({ bytes, options }) => {
    const module = await useCodec();
    const key = module.key(bytes);
    const decoded = module.decode(bytes, options);
    try {
      const pixels: Pixels = {
        width: decoded.width,
        height: decoded.height,
        channels: decoded.channels,
        data: decoded.data(),
        alpha: decoded.alpha(),
      };
      const levels = decoded.levels();
      return {
        key,
        pixels,
        notes: notesOf(decoded.notes()),
        orientation: decoded.orientation,
        levels: levels === undefined ? undefined : (JSON.parse(levels) as Levels),
      };
    } finally {
      decoded.free();
    }
  },
  mask: async ({ bytes }) => (await import("./labels")).decodeMask(await useCodec(), bytes),
  unzip: async ({ zip, most }) => (await import("./unzip")).unzip(zip, most),
  key: async ({ bytes }) => (await useCodec()).key(bytes),
  png: async ({ width, height, channels, data, alpha }) =>
    (await useCodec()).encode_png(width, height, channels, data, alpha).slice(),
  formats: async () => JSON.parse((await useTools()).formats()) as Calls["formats"]["out"],
  export: async ({ text, format }) =>
    JSON.parse((await useTools()).export_policy(text, format)) as Calls["export"]["out"],
  import: async ({ text, filename }) =>
    JSON.parse((await useTools()).import_policy(text, filename)) as Calls["import"]["out"],
  proofBegin: async ({ text, format, views }) => {
    useCore();
    const { Prover } = await import("./prove");
    prover?.free();
    prover = new Prover({ core, codec: await useCodec(), tools: await useTools() }, text, format, views);
    return null;
  },
  proofAdd: ({ name, key, pixels }) => proving().add(name, key, pixels),
  proofEnd: () => {
    const files = proving().finish();
    prover?.free();
    prover = null;
    return files;
  },
  presets: async () => JSON.parse((await useTools()).presets()) as Preset[],
  compareLaws: async ({ num_ops, magnitude, width, height }) =>
    JSON.parse((await useTools()).compare_laws(JSON.stringify({ num_ops, magnitude, width, height }))) as Comparison,
  labelsRead: async (request, tell) => (await useLabels()).read(request, await useCodec(), tell),
  labelsTake: async (request) => (await useLabels()).take(request),
  labelsAdd: async (request) => (await useLabels()).add(request),
  labelsWrite: async (request) => (await useLabels()).write(request, await useCodec()),
  labelsPng: async (mask) => (await import("./labels")).png(mask, await useCodec()),
};

function proving(): Prover {
  if (!prover) throw new Error("No proof was begun.");
  return prover;
}

async function answer(request: Request, tell: Progress): Promise<{ value: unknown; transfer: Transferable[] }> {
  const handler = handlers[request.kind] as (request: Request, tell: Progress) => unknown;
  const value = await handler(request, tell);
  return { value, transfer: buffersOf(value) };
}

/** The pixel buffers in an answer, handed over instead of copied. */
function buffersOf(value: unknown, found: Transferable[] = []): Transferable[] {
  if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer) found.push(value.buffer);
  else if (Array.isArray(value)) for (const item of value) buffersOf(item, found);
  else if (typeof value === "object" && value !== null)
    for (const item of Object.values(value)) if (typeof item === "object") buffersOf(item, found);
  return found;
}

function moduleFor(name: ModuleName): WebAssembly.Module {
  const module = modules.get(name);
  if (!module) throw new Error(`The ${name} module was not sent to this worker.`);
  return module;
}

function useCore(): void {
  if (coreReady) return;
  core.initSync({ module: moduleFor("core") });
  coreReady = true;
}

async function useCodec(): Promise<Codec> {
  if (!codec) {
    const loaded = await import("../wasm/codec/codec.js");
    loaded.initSync({ module: moduleFor("codec") });
    codec = loaded;
  }
  return codec;
}

async function useTools(): Promise<Tools> {
  if (!tools) {
    const loaded = await import("../wasm/tools/tools.js");
    loaded.initSync({ module: moduleFor("tools") });
    tools = loaded;
  }
  return tools;
}

async function useLabels(): Promise<typeof import("./labels")> {
  const labels = await import("./labels");
  labels.start(moduleFor("labels"));
  return labels;
}

const sizes = new Map<string, { width: number; height: number; channels: number }>();
const annotations = new Map<string, Annotations>();
const draftKey = (key: string): string => `${key}~draft`;
const usesDraft = (request: RenderRequest): boolean =>
  request.draft === true && samples.has(draftKey(request.sample));

function keep(key: string, pixels: Pixels): void {
  samples.get(key)?.free();
  batches.forget(key);
  const sample = new core.Sample(pixels.width, pixels.height, pixels.channels, pixels.data, pixels.alpha);
  samples.set(key, sample);
  const { width, height, channels, labels = {} } = pixels;
  sizes.set(key, { width, height, channels });
  annotate(key, sample, labels);
}

/** Boxes and keypoints as the core reads them. */
function annotate(key: string, sample: core.Sample, { boxes = [], keypoints = [], masks = [] }: Labels): void {
  const text = JSON.stringify({ boxes, keypoints });
  sample.set_annotations(text);
  annotations.set(key, { boxes, keypoints });
  sample.clear_masks();
  for (const { width, height, ids, objects } of masks) {
    if (objects) sample.add_instances(width, height, ids);
    else sample.add_mask(width, height, ids);
  }
}

/** A small stand-in with its boxes and keypoints; masks stay with the full picture. */
function shrunk(pixels: Pixels): Pixels {
  const { width, height, channels, labels = {} } = pixels;
  const small = boxShrink(pixels.data, width, height, channels, DRAFT_SIDE);
  const alpha = pixels.alpha && boxShrink(pixels.alpha, width, height, 1, DRAFT_SIDE).data;
  return { width: small.width, height: small.height, channels, data: small.data, alpha, labels: scaled(labels, small.width / width, small.height / height) };
}

function scaled({ boxes = [], keypoints = [] }: Labels, x: number, y: number): Labels {
  const by = (value: number, i: number): number => value * (i % 2 === 0 ? x : y);
  return {
    boxes: boxes.map((box) => ({ ...box, xyxy: box.xyxy.map(by) })),
    keypoints: keypoints.map((point) => ({ ...point, xy: point.xy.map(by) })),
  };
}

function parsed(asked: Asked): core.Policy {
  useCore();
  return staged("policy", () => policies.of(asked));
}

function prepare(request: RenderRequest): { policy: core.Policy; sample: core.Sample; options: string } {
  const policy = parsed(request);
  const sample = samples.get(usesDraft(request) ? draftKey(request.sample) : request.sample);
  if (!sample) throw new Error("This sample is not loaded.");
  const { maxPx, upto, overlays, facts, exact } = request;
  const options = JSON.stringify({ max_px: maxPx, upto, overlays, facts, full: exact });
  return { policy, sample, options };
}

function renderHere(request: RenderRequest): core.Rendered {
  const { policy, sample, options } = prepare(request);
  return staged("run", () => core.render(policy, sample, request.sample, request.view, options));
}

/** The same with the picture made on the GPU; null where it cannot. */
async function renderOnGpu(request: RenderRequest): Promise<core.Rendered | null> {
  const module = modules.get("gpu");
  if (!module) return null;
  const { policy, sample, options } = prepare(request);
  const plan = staged("run", () => core.plan(policy, sample, request.sample, request.view, options));
  try {
    const data = await runOnGpu(module, plan, () => sample.data());
    // The sample is asked for anew: while this waited, it may have been taken away.
    return data && staged("run", () => plan.finish(prepare(request).sample, data));
  } finally {
    plan.free();
  }
}

function pictureOf(view: core.Rendered, ms: number, draft: boolean, gpu = false): Picture {
  try {
    const info = JSON.parse(view.info()) as RenderInfo;
    const picture: Picture = { width: view.width, height: view.height, rgba: new Uint8ClampedArray(view.rgba()), info, ms, draft, gpu };
    if (info.mix?.mask === true) picture.mixMask = view.mixed_mask();
    const data = view.image();
    if (data) picture.exact = { channels: info.full.channels ?? 3, data, alpha: view.alpha(), masks: masksOf(view) };
    return picture;
  } finally {
    view.free();
  }
}

function masksOf(view: core.Rendered): Uint16Array[] {
  const masks: Uint16Array[] = [];
  for (let mask = view.mask(0); mask; mask = view.mask(masks.length)) masks.push(mask);
  return masks;
}

function notesOf(text: string): string[] {
  if (text === "") return [];
  const notes = JSON.parse(text) as (string | { text: string })[];
  return notes.map((note) => (typeof note === "string" ? note : note.text));
}
