import { guard } from "./errors.js";
import type { PolicyFile } from "./generated/policy.js";
import { loaded, tools } from "./modules.js";

/** A parameter's declaration. */
export interface Param {
  name: string;
  label: string;
  doc: string;
  /** `°`, `px`, or nothing. */
  unit: string;
  kind: "number" | "integer" | "bool" | "choice" | "color" | "numbers" | "rects" | "seed";
  /** Whether it may be a law instead of a constant. */
  law: boolean;
  default: unknown;
  min?: number;
  max?: number;
  slider_min?: number;
  slider_max?: number;
  step?: number;
  choices?: string[];
  min_count?: number;
  max_count?: number;
  /** Value at which the op changes nothing. */
  identity?: number;
  rare: boolean;
  dialects?: string[];
}

/** Everything an interface needs to know of ops, laws and targets. */
export interface Catalogue {
  version: string;
  format: 1;
  targets: { id: string; label: string; dialect: string; orients: boolean }[];
  groups: { id: string; label: string }[];
  ops: {
    name: string;
    title: string;
    doc: string;
    group: string;
    aliases: string[];
    since: number;
    dialects: string[];
    kind: "op" | "node";
    fixed: boolean;
    moves: boolean;
    /** Library and version that define it, where no target's library has it. */
    library: string | null;
    params: Param[];
  }[];
  /** Laws beside constant and uniform; `inline` ones have their one field without its name. */
  laws: { name: string; doc: string; inline: boolean; fields: Param[] }[];
  /** What every step may have. */
  common: Param[];
  /** Means and standard deviations with a name, for `then: {normalize: …}`. */
  normalizations: { name: string; mean: number[]; sd: number[] }[];
}

/** A file format for policies. */
export interface Format {
  id: string;
  label: string;
  target: string;
  extension: string;
  import: boolean;
  export: boolean;
  /** Whether `policy.prove` can run its library. */
  proof: boolean;
}

/** A policy read from another library's file. */
export interface Imported {
  policy: string;
  format: string;
  notes: string[];
}

/** Something that a library loses in silence or reads as something else. */
export interface Finding {
  /** Id of the rule, as docs/LINT.md lists them. */
  rule: string;
  level: "error" | "warning" | "note";
  /** From 1; 0 where none is known. */
  line: number;
  message: string;
  /** What to write instead. */
  fix?: string;
}

/** What was found in a file. */
export interface Linted {
  format: string;
  findings: Finding[];
  /** The text with every fix that there is; absent where there is none. */
  fixed?: string;
}

/** The catalogue of ops. */
export function catalogue(): Catalogue {
  const core = loaded();
  return JSON.parse(guard(() => core.catalogue())) as Catalogue;
}

/** YAML of a policy to begin with. */
export function starter(): string {
  const core = loaded();
  return guard(() => core.starter());
}

/** The version of augplay. */
export function version(): string {
  const core = loaded();
  return guard(() => core.version());
}

/** Formats that policies are exported to and imported from. */
export async function formats(): Promise<Format[]> {
  const module = await tools();
  return JSON.parse(guard(() => module.formats())) as Format[];
}

/** Reads a policy from a file of augplay or another library. */
export async function importPolicy(text: string, filename: string): Promise<Imported> {
  const module = await tools();
  return JSON.parse(guard(() => module.import_policy(text, filename))) as Imported;
}

/** Looks for what a library loses in silence or reads as something else, in a file of any format; nothing is run. */
export async function lint(text: string): Promise<Linted> {
  const module = await tools();
  return JSON.parse(guard(() => module.lint_text(text))) as Linted;
}

export type { PolicyFile };
