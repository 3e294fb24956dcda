// The packed package, installed in an empty project as a user would.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = (command, args, cwd) => execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
let project;
let augplay;

before(async () => {
  project = await mkdtemp(join(tmpdir(), "augplay-"));
  await writeFile(join(project, "package.json"), '{"private": true, "type": "module"}');
  const packed = JSON.parse(run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", project], root));
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", join(project, packed[0].filename)], project);
  // Resolved from inside the project, so that the exports of the packed package.json decide.
  await writeFile(join(project, "entry.mjs"), 'export * from "augplay";\n');
  augplay = await import(pathToFileURL(join(project, "entry.mjs")).href);
});

after(() => rm(project, { recursive: true, force: true }));

const POLICY = `augplay: 1
target: torchvision 0.29 pillow
seed: 3
steps:
  - {op: crop, width_px: 40, height_px: 30, x_px: 3, y_px: 2}
  - {op: horizontal_flip}
`;

/** A picture no two of whose pixels are alike. */
function picture(width, height, channels = 3) {
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 37 + (i >> 8) * 11) & 255);
  return { width, height, channels, data };
}

test("before init, one clear error", () => {
  assert.throws(() => augplay.Policy.parse(POLICY), { name: "AugplayError", code: "missing", message: /init/ });
});

test("augments a PNG", async () => {
  await augplay.init();
  const source = picture(64, 48);
  const image = await augplay.decode(await augplay.encodePng(source));
  assert.deepEqual(image.data, source.data);
  assert.match(image.key, /^[0-9a-f]{64}$/);
  const policy = augplay.Policy.parse(POLICY.replace("steps:", "boxes: {}\nsteps:"));
  const boxes = [
    { xyxy: [3, 2, 13, 12], label: "cat" },
    { xyxy: [50, 40, 60, 47], label: "gone" },
  ];
  const ids = new Uint16Array(64 * 48).map((_, i) => i);
  const view = await policy.apply(
    { image, boxes, keypoints: [{ xy: [3, 2] }], masks: [{ width: 64, height: 48, data: ids }] },
    { seed: 7 },
  );
  assert.deepEqual([view.width, view.height, view.channels], [40, 30, 3]);
  for (let y = 0; y < 30; y++) {
    for (let x = 0; x < 40; x++) {
      const from = (y + 2) * 64 + 3 + (39 - x);
      const at = y * 40 + x;
      assert.deepEqual(view.data.subarray(at * 3, at * 3 + 3), source.data.subarray(from * 3, from * 3 + 3));
      assert.equal(view.masks[0].data[at], from);
    }
  }
  assert.deepEqual(view.boxes, [{ xyxy: [30, 0, 40, 10], label: "cat", index: 0 }]);
  assert.deepEqual(view.keypoints[0].xy, [39, 0]);
  assert.deepEqual(view.dropped.map((d) => [d.kind, d.index, d.step]), [["box", 1, "crop"]]);
  assert.equal(view.changed, true);
  const png = await augplay.decode(await augplay.encodePng(view));
  assert.deepEqual(png.data, view.data);
  assert.equal(view.toRGBA().length, 40 * 30 * 4);
  assert.throws(() => view.toImageData(), { name: "AugplayError", code: "unsupported" });
  policy.free();
  assert.throws(() => policy.hash, { name: "AugplayError" });
});

test("steps look at masks, and keypoints keep what is known of them", async () => {
  const policy = augplay.Policy.parse(`
augplay: 1
target: albumentations 2.0.8
boxes: {min_visibility: 0.5}
keypoints: {}
steps:
  - {op: mask_dropout, fill: 9}
  - {op: horizontal_flip}
`);
  const data = new Uint16Array(20 * 10);
  for (let y = 2; y < 6; y++) data.fill(7, y * 20 + 3, y * 20 + 9);
  const boxes = [{ xyxy: [3, 2, 9, 6] }, { xyxy: [10, 2, 19, 6] }];
  const eye = { label: "left_eye", mirror: "right_eye", object: 1, state: 1 };
  const input = { image: picture(20, 10), boxes, keypoints: [{ xy: [12, 3], ...eye }], masks: [{ width: 20, height: 10, data }] };
  const view = await policy.apply(input, { key: "a" });
  assert.ok(view.masks[0].data.every((id) => id === 0));
  assert.deepEqual(view.data.subarray((3 * 20 + 15) * 3, (3 * 20 + 15) * 3 + 3), new Uint8Array(3).fill(9));
  assert.deepEqual(view.boxes.map((b) => b.index), [1]);
  assert.deepEqual(view.dropped.map((d) => [d.kind, d.index, d.step]), [["box", 0, "mask_dropout"]]);
  const [point] = view.keypoints;
  assert.deepEqual([point.label, point.mirror, point.object, point.state], ["right_eye", "left_eye", 1, 1]);
  assert.deepEqual(augplay.Policy.parse(view.draw).applySync(input, { key: "b" }).data, view.data);
});

test("the starter draws the same for the same seed, key and view, and its draw repeats it", async () => {
  const policy = augplay.Policy.parse(augplay.starter());
  const input = { image: picture(90, 70) };
  const one = policy.applySync(input, { key: "a", view: 4 });
  assert.deepEqual(policy.applySync(input, { key: "a", view: 4 }).data, one.data);
  assert.deepEqual(augplay.Policy.parse(one.draw).applySync(input, { key: "b" }).data, one.data);
  const others = [policy.applySync(input, { key: "a", view: 5 }), policy.applySync(input, { key: "a", view: 4, seed: 99 })];
  for (const other of others) assert.notDeepEqual(other.data, one.data);
  const outcome = policy.draw({ width: 90, height: 70 }, { key: "a", view: 4 });
  assert.deepEqual(outcome.policy, one.draw);
});

test("alpha is split off, follows and comes back", () => {
  const rgba = picture(20, 10, 4);
  const policy = augplay.Policy.parse({ augplay: 1, steps: [{ op: "horizontal_flip" }] });
  const view = policy.applySync({ image: rgba }, { key: "k" });
  const out = view.toRGBA();
  for (let c = 0; c < 4; c++) assert.equal(out[c], rgba.data[19 * 4 + c]);
});

test("a batch is mixed, with label shares and origins", async () => {
  const policy = augplay.Policy.parse(`augplay: 1
seed: 2
steps:
  - {op: horizontal_flip}
batch: {pairing: reverse, mixes: [{mix: cutmix, alpha: 20}]}
`);
  const inputs = [picture(32, 24), { ...picture(32, 24), data: new Uint8Array(32 * 24 * 3).fill(9) }].map((image, i) => ({
    image,
    boxes: [{ xyxy: [0, 0, 32, 24], label: `all ${i}` }],
    masks: [{ width: 32, height: 24, data: new Uint16Array(32 * 24).fill(1), objects: true }],
  }));
  const views = policy.mix(inputs, { keys: ["a", "b"] });
  assert.equal(views.length, 2);
  for (const [i, view] of views.entries()) {
    assert.equal(view.mix.method, "cutmix");
    assert.deepEqual(view.mix.shares.map(({ key }) => key), i === 0 ? ["a", "b"] : ["b", "a"]);
    assert.ok(Math.abs(view.mix.shares[0].share + view.mix.shares[1].share - 1) < 1e-12);
    const own = view.mixMask.filter((v) => v === 255).length / (32 * 24);
    assert.ok(Math.abs(own - view.mix.lambda) < 1e-9);
    assert.deepEqual(view.boxes.map(({ index }) => view.boxesFrom[index].member), [i, 1 - i]);
    assert.deepEqual([...new Set(view.masks[0].data)].sort(), [1, 2]);
    assert.equal(view.steps[0].op, "horizontal_flip");
  }
  assert.deepEqual(policy.mix(inputs, { keys: ["a", "b"] })[1].data, views[1].data);
  assert.throws(() => policy.mix(inputs), { param: "key" });
});

test("views are policies of their own, and a curriculum is a policy at each moment", () => {
  const policy = augplay.Policy.parse(`augplay: 1
steps:
  - {op: horizontal_flip, p: 0.5}
views:
  - {view: large, steps: [{op: resize, width_px: 40, height_px: 30}]}
  - {view: small, count: 2, steps: [{op: resize, width_px: 8, height_px: 6}]}
curriculum: {scale: chance, over: {linear: {from: 0, to: 1}}}
`);
  assert.deepEqual(policy.parts(), [{ name: "large", copy: 0, of: 1 }, { name: "small", copy: 0, of: 2 }, { name: "small", copy: 1, of: 2 }]);
  const input = { image: picture(64, 48) };
  const sizes = policy.parts().map((_, i) => policy.at(1).part(i).applySync(input, { key: "x" }).width);
  assert.deepEqual(sizes, [40, 8, 8]);
  assert.equal(policy.at(0).part(0).applySync(input, { key: "x" }).changed, false);
  assert.throws(() => policy.part(3), { code: "range", param: "part" });
});

test("errors name step, parameter, bounds and line", () => {
  const refused = (text, fields) =>
    assert.throws(() => augplay.Policy.parse(text), (e) => {
      assert.ok(e instanceof augplay.AugplayError && e instanceof Error, String(e));
      for (const [key, value] of Object.entries(fields)) assert.equal(e[key], value, `${key} of ${e.message}`);
      return true;
    });
  const step = (s) => `augplay: 1\nsteps:\n  - ${s}\n`;
  refused(step("{op: horizontal_flip, p: 2}"), { code: "range", step: "steps[0]", param: "p", value: "2", min: 0, max: 1, line: 3 });
  refused(step("{op: horizontal_flip, p: .nan}"), { code: "range", param: "p" });
  refused(step("{op: horizontal_flip, q: 1}"), { code: "unknown_key", param: "q" });
  refused(step("{op: nothing}"), { code: "unknown_name", param: "op" });
  refused(step("{op: rotate, angle_deg: wide}"), { code: "type", param: "angle_deg" });
  refused(step("{op: rotate, id: a}") + "  - {op: rotate, id: a}\n", { code: "duplicate_id", step: "a" });
  refused(`augplay: 1\nsteps: ${"[{sequence: ".repeat(10000)}`, {});
  refused("", {});
  assert.throws(() => augplay.Policy.parse(undefined), { name: "AugplayError" });
});

test("bad pictures and numbers are refused by name", async () => {
  const policy = augplay.Policy.parse(POLICY);
  const refused = (input, options, fields) => assert.throws(() => policy.applySync(input, options), { name: "AugplayError", ...fields });
  const key = { key: "k" };
  refused({ image: { width: 4, height: 4, channels: 3, data: new Uint8Array(5) } }, key, { param: "image.data" });
  refused({ image: { width: 0, height: 4, channels: 3, data: new Uint8Array(0) } }, key, { param: "image.width" });
  refused({ image: { width: 4, height: 4, channels: 2, data: new Uint8Array(32) } }, key, { param: "image.channels" });
  refused({ image: {} }, key, { param: "image", message: /decode/ });
  refused({ image: picture(64, 48) }, {}, { code: "missing", param: "key" });
  refused({ image: picture(64, 48) }, { key: "k", view: -1 }, { param: "view", min: 0 });
  refused({ image: picture(64, 48) }, { key: "k", seed: 1.5 }, { param: "seed" });
  refused({ image: picture(64, 48), boxes: [{ xyxy: [5, 5, 1, 9] }] }, key, { param: "boxes[0]" });
  refused({ image: picture(64, 48), boxes: [{ xyxy: [Number.NaN, 5, 1, 9] }] }, key, {});
  refused({ image: picture(64, 48), masks: [{ width: 2, height: 2, data: new Uint8Array(4) }] }, key, { param: "mask" });
  // A crop that does not fit names the step.
  refused({ image: picture(8, 8) }, key, { step: "crop", param: "width_px" });
  for (const bytes of [new Uint8Array(0), new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 0]), new Uint8Array(9)]) {
    await assert.rejects(augplay.decode(bytes), { name: "AugplayError", code: "decode" });
  }
  await assert.rejects(augplay.decode("text"), { name: "AugplayError" });
  // Everything still works.
  assert.equal(policy.applySync({ image: picture(64, 48) }, key).width, 40);
});

test("an abort rejects with its reason", async () => {
  const policy = augplay.Policy.parse(POLICY);
  const input = { image: picture(64, 48) };
  await assert.rejects(policy.apply(input, { key: "k", signal: AbortSignal.abort() }), { name: "AbortError" });
  const control = new AbortController();
  const late = policy.apply(input, { key: "k", signal: control.signal });
  control.abort();
  await assert.rejects(late, { name: "AbortError" });
});

test("catalogue, schema and types come from one declaration", async () => {
  const { ops, targets } = augplay.catalogue();
  const here = join(project, "node_modules/augplay");
  const schema = JSON.parse(await readFile(join(here, "dist/schema.json"), "utf8"));
  const types = await readFile(join(here, "dist/generated/policy.d.ts"), "utf8");
  for (const op of ops) {
    const def = schema.$defs[`${op.kind}_${op.name}`];
    assert.ok(def, op.name);
    for (const p of op.params) assert.ok(def.properties[p.name], `${op.name}.${p.name}`);
    assert.ok(types.includes(op.kind === "op" ? `op: "${op.name}"` : `${op.name}: Step[]`), op.name);
    if (op.kind === "op" && !op.params.some((p) => p.default === null)) {
      augplay.Policy.parse({ augplay: 1, target: targets[0].id, steps: [{ op: op.name }] }).free();
    }
  }
});

test("policies are exported", async () => {
  const policy = augplay.Policy.parse(POLICY);
  const ids = (await augplay.formats()).map((f) => f.id);
  assert.ok(ids.includes("augplay-json"), ids.join());
  const { text } = await policy.export("augplay-json");
  assert.equal(augplay.Policy.parse(text).hash, policy.hash);
  await assert.rejects(policy.export("nothing"), { name: "AugplayError", code: "unknown_name" });
});

test("npx augplay is the command line", async () => {
  const program = join(project, "node_modules/.bin/augplay");
  const call = (...args) => spawnSync(program, args, { cwd: project, encoding: "utf8" });
  await writeFile(join(project, "policy.yaml"), POLICY.replace("horizontal_flip}", "horizontal_flip}\n  - {op: rotate, angle_deg: [-9, 9]}"));
  await mkdir(join(project, "pictures"), { recursive: true });
  await writeFile(join(project, "pictures/one.png"), await augplay.encodePng(picture(64, 48)));
  const applied = call("apply", "policy.yaml", "pictures", "--out", "views", "--views", "2");
  assert.equal(applied.status, 0, applied.stderr);
  assert.doesNotMatch(applied.stderr, /Experimental/);
  const { outputs } = JSON.parse(await readFile(join(project, "views/replay.json"), "utf8"));
  // The same pixels as the modules'.
  const policy = augplay.Policy.parse(await readFile(join(project, "policy.yaml"), "utf8"));
  for (const { output, key, view } of outputs) {
    const made = await augplay.decode(await readFile(join(project, "views", output)));
    assert.deepEqual(made.data, policy.applySync({ image: picture(64, 48) }, { key, view }).data);
  }
  await writeFile(join(project, "old.json"), '{"__version__": "2.0.8", "transform": {"__class_fullname__": "Rotate", "angle_range": [-10, 10], "p": 1.0}}');
  const found = call("lint", "old.json");
  assert.equal(found.status, 1, found.stderr);
  assert.match(found.stdout, /ALB001/);
  const proved = call("prove", "policy.yaml", "pictures", "--to", "torchvision-pillow", "-o", "proof.zip");
  assert.equal(proved.status, 0, proved.stderr);
  assert.equal(call("lint", "nothing.json").status, 2);
});

test("files are linted", async () => {
  const text = '{"__version__": "2.0.8", "transform": {"__class_fullname__": "Rotate", "angle_range": [-10, 10], "p": 1.0}}';
  const { format, findings, fixed } = await augplay.lint(text);
  assert.equal(format, "albumentations-json");
  assert.deepEqual(findings.map(({ rule }) => rule), ["ALB001"]);
  assert.deepEqual(JSON.parse(fixed).transform.limit, [-10, 10]);
  await assert.rejects(augplay.lint("no file"), { name: "AugplayError" });
});

test("a policy is proved", async () => {
  const policy = augplay.Policy.parse(POLICY.replace("torchvision 0.29 pillow", "albumentations 2.0.8"));
  const inputs = [{ image: picture(64, 48), name: "one.jpg", key: "one" }];
  const files = await policy.prove("albumentations-json", inputs, { views: 2, seed: 5 });
  const byPath = Object.fromEntries(files.map(({ path, data }) => [path, data]));
  const draws = JSON.parse(new TextDecoder().decode(byPath["draws.json"]));
  assert.equal(draws.seed, 5);
  assert.equal(draws.draws.length, 2);
  assert.ok(byPath["verify.py"] && byPath["library.py"] && byPath["requirements.txt"]);
  const last = await augplay.decode(byPath[draws.draws[0].after]);
  assert.deepEqual(last.data, policy.applySync({ image: picture(64, 48) }, { key: "one", seed: 5 }).data);
  await assert.rejects(policy.prove("timm", inputs), { name: "AugplayError", code: "unsupported" });
});

test("types compile in strict TypeScript", async () => {
  await writeFile(
    join(project, "user.ts"),
    `import { init, Policy, AugplayError, type PolicyFile } from "augplay";
await init();
const file: PolicyFile = { augplay: 1, steps: [{ op: "rotate", angle_deg: { normal: { mean: 0, sd: 6, clip: [-15, 15] } } }] };
using policy = Policy.parse(file);
const view = await policy.apply({ image: { width: 1, height: 1, channels: 1, data: new Uint8Array(1) } }, { key: "k" });
const label: string | undefined = view.boxes[0]?.label;
// @ts-expect-error: no such op
const wrong: PolicyFile = { augplay: 1, steps: [{ op: "no_such_op" }] };
export { label, wrong, AugplayError };
`,
  );
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const flags = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022", "--lib", "es2023,dom,esnext.disposable"];
  for (const resolution of [["--module", "nodenext"], ["--module", "esnext", "--moduleResolution", "bundler"]]) {
    run(process.execPath, [tsc, ...flags, ...resolution, "user.ts"], project);
  }
});

test("Vite builds it without configuration", async () => {
  await writeFile(join(project, "index.html"), '<script type="module" src="/main.js"></script>');
  await writeFile(join(project, "main.js"), 'import { init, Policy } from "augplay"; await init(); globalThis.P = Policy;\n');
  await build({ root: project, configFile: false, logLevel: "error" });
  const assets = await readdir(join(project, "dist/assets"));
  for (const name of ["core", "codec", "tools"]) {
    assert.ok(assets.some((a) => a.startsWith(name) && a.endsWith(".wasm")), `${name} in ${assets.join()}`);
  }
  const scripts = assets.filter((a) => a.endsWith(".js"));
  const text = await Promise.all(scripts.map((a) => readFile(join(project, "dist/assets", a), "utf8")));
  assert.ok(!text.join().includes("node:fs"), "the Node entry is not in a browser's build");
});
