// Writes what follows from the catalogue: TypeScript types of the policy file, out of the built core
// module, so they cannot be older than it. The JSON Schema (kept fresh by a native test) and the
// licences are copied along.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import * as core from "../dist/core/core.js";

const at = (path) => new URL(`../${path}`, import.meta.url);
core.initSync({ module: await readFile(at("dist/core/core_bg.wasm")) });

for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) await copyFile(at(`../${name}`), at(name));
await mkdir(at("src/generated"), { recursive: true });
await copyFile(at("schema.json"), at("dist/schema.json"));
await writeFile(at("src/generated/policy.ts"), policyTypes(JSON.parse(core.catalogue())));

function policyTypes({ targets, ops, laws, common }) {
  const out = ["// Made from the catalogue by scripts/generate.mjs.", ""];
  const put = (...lines) => out.push(...lines);
  const words = (list) => list.map((w) => JSON.stringify(w)).join(" | ");
  const body = (law) =>
    law.inline
      ? type(law.fields[0])
      : `{ ${law.fields.map((f) => `${f.name}${f.kind === "numbers" && f.name !== "values" ? "?" : ""}: ${type(f)}`).join("; ")} }`;

  put("/** A number, or how to draw one: `[a, b]` is uniform, both ends included. */");
  put("export type Scalar =", "  | number", "  | [low: number, high: number]", "  | { uniform: [low: number, high: number] }");
  for (const law of laws) put(`  /** ${law.doc} */`, `  | { ${law.name}: ${body(law)} }`);
  out[out.length - 1] += ";";
  put("", "/** Library, version and back end whose pixels a policy shows. */");
  put(`export type Target = ${words(targets.map((t) => t.id))};`);
  put("", "/** Whose arithmetic a step follows. */", 'export type Dialect = "pil" | "cv2" | "torch";');
  put("", "/** What every step may have. */", "export interface StepBase {");
  put("  /** Unique in the policy; dice hang on it. */", "  id?: string;");
  common.forEach(field);
  put("  note?: string;", "  /** Arithmetic other than the target's. */", "  dialect?: Dialect;", "}");
  for (const op of ops) {
    put("", comment(op.doc, ""), `export interface ${pascal(op.name)} extends StepBase {`);
    put(op.kind === "op" ? `  op: ${JSON.stringify(op.name)};` : `  ${op.name}: Step[];`);
    op.params.forEach(field);
    put("}");
  }
  put("", "/** One step of a policy. */", `export type Step =\n${ops.map((o) => `  | ${pascal(o.name)}`).join("\n")};`);
  put("", "/** The policy file. */", "export interface PolicyFile {", "  /** Format version; it fixes every default. */", "  augplay: 1;");
  put("  name?: string;", "  note?: string;", "  target?: Target;", "  /** Seed of all dice, a whole number. */", "  seed?: number;");
  put('  /** How files are loaded. */', '  input?: "rgb" | "grey" | { window: [low: number, high: number] };', "  steps: Step[];", "}", "");
  return out.join("\n");

  function field(p) {
    const range = [p.min ?? "", p.max ?? ""].join("…");
    const facts = [p.unit, range === "…" ? "" : `(${range})`].filter(Boolean).join(" ");
    put(comment(facts ? `${p.doc} ${facts}` : p.doc, "  "), `  ${p.name}?: ${type(p)};`);
  }
  function type(p) {
    switch (p.kind) {
      case "number":
      case "integer":
        return p.law ? "Scalar" : "number";
      case "seed":
        return "number";
      case "bool":
        return "boolean";
      case "choice":
        return words(p.choices);
      case "color":
        return "number | [red: number, green: number, blue: number]";
      case "numbers":
        return p.min_count === 2 && p.max_count === 2 ? "[number, number]" : "number[]";
      case "rects":
        return "[x: number, y: number, width: number, height: number][]";
      default:
        throw new Error(`no TypeScript type for a parameter of kind ${p.kind}`);
    }
  }
}

function comment(text, indent) {
  return `${indent}/** ${text.replaceAll("*/", "* /")} */`;
}

function pascal(name) {
  return name.replace(/(^|_)(\w)/g, (_, __, letter) => letter.toUpperCase());
}
