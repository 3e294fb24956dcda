/**
 * A parameter's value as the file writes it: a constant, `[a, b]` for uniform,
 * `{law: {...}}` for any other law. Here it is read, written and described.
 */
import type { LawDecl, OpDecl, Param, Step } from "../types";

export type Fields = Record<string, unknown>;

export type Shape =
  | { kind: "constant"; value: number }
  | { kind: "range"; low: number; high: number }
  | { kind: "law"; law: string; fields: Fields };

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

export type Laws = ReadonlyMap<string, LawDecl>;

/** How a law-valued parameter is written; null when it is none of the three. */
export function shapeOf(value: unknown, laws?: Laws): Shape | null {
  if (isNumber(value)) return { kind: "constant", value };
  if (Array.isArray(value) && value.length === 2 && isNumber(value[0]) && isNumber(value[1]))
    return { kind: "range", low: value[0], high: value[1] };
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const entry = Object.entries(value)[0];
    if (entry) return { kind: "law", law: entry[0], fields: fieldsOf(entry[1], laws?.get(entry[0])) };
  }
  return null;
}

/** A law's fields by name, also where the file writes them short: `{choice: [1, 2]}`, `{signed: 3}`. */
function fieldsOf(body: unknown, law: LawDecl | undefined): Fields {
  const names = (law?.fields ?? []).map(({ name }) => name);
  const [first = "value"] = names;
  if (Array.isArray(body)) {
    if (law?.fields[0]?.kind === "numbers" || law?.inline) return { [first]: body };
    return Object.fromEntries(names.slice(0, body.length).map((name, i) => [name, body[i] as unknown]));
  }
  if (typeof body === "object" && body !== null && !(law?.inline && !(first in body))) return body as Fields;
  return { [first]: body };
}

export function writeShape(shape: Shape, laws?: Laws): unknown {
  if (shape.kind === "constant") return shape.value;
  if (shape.kind === "range") return [shape.low, shape.high];
  const law = laws?.get(shape.law);
  const only = law?.fields[0]?.name;
  if (law?.inline && only !== undefined) return { [shape.law]: shape.fields[only] };
  return { [shape.law]: shape.fields };
}

export interface Scale {
  low: number;
  high: number;
  step: number;
}

/** The slider's ends: the declared ones, widened to hold a value typed beyond them. */
export function scaleOf(param: Param, ...values: number[]): Scale {
  const fallback = isNumber(param.default) ? Math.max(1, Math.abs(param.default) * 2) : 1;
  let low = param.slider_min ?? param.min ?? Math.min(0, ...values);
  let high = param.slider_max ?? param.max ?? Math.max(low + fallback, ...values);
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high <= low) high = low + 1;
  return { low, high, step: stepOf(param, high - low) };
}

function stepOf(param: Param, span: number): number {
  if (param.step !== undefined && param.step > 0) return param.step;
  if (param.kind === "integer") return 1;
  const rough = span / 200;
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = rough / power;
  return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
}

/** Rounds to the step without a tail of float digits, inside the hard range. */
export function snap(value: number, param: Param, step: number): number {
  const stepped = Math.round(value / step) * step;
  const tidy = Number(stepped.toFixed(decimals(step)));
  return clampHard(param.kind === "integer" ? Math.round(tidy) : tidy, param);
}

export function clampHard(value: number, param: Param): number {
  return Math.min(param.max ?? Infinity, Math.max(param.min ?? -Infinity, value));
}

function decimals(step: number): number {
  if (step >= 1 && Number.isInteger(step)) return 0;
  return Math.min(8, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9) + (Number.isInteger(Math.log10(step)) ? 0 : 1)));
}

/** A number for reading: at most four significant decimals, a real minus sign. */
export function showNumber(value: number): string {
  const text = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
  return text.replace("-", "−");
}

export function readNumber(text: string): number | null {
  const value = Number(text.trim().replace("−", "-").replace(",", "."));
  return text.trim() !== "" && Number.isFinite(value) ? value : null;
}

function withUnit(text: string, unit: string): string {
  if (unit === "") return text;
  return unit === "°" ? `${text}°` : `${text} ${unit}`;
}

/** A value in a few words: `−15…15°`, `normal, sd 6`, `#ff0000`. */
export function showValue(param: Param, value: unknown): string {
  const shape = param.kind === "number" || param.kind === "integer" ? shapeOf(value) : null;
  if (shape?.kind === "constant") return withUnit(showNumber(shape.value), param.unit);
  if (shape?.kind === "range") {
    if (shape.low === -shape.high && shape.high > 0) return withUnit(`±${showNumber(shape.high)}`, param.unit);
    return withUnit(`${showNumber(shape.low)}…${showNumber(shape.high)}`, param.unit);
  }
  if (shape?.kind === "law") return shape.law.replaceAll("_", " ");
  if (typeof value === "boolean") return value ? param.label.toLowerCase() : `no ${param.label.toLowerCase()}`;
  if (Array.isArray(value) && value.length > 4) return `${value.length} values`;
  if (Array.isArray(value)) return value.map((item) => (isNumber(item) ? showNumber(item) : "…")).join(" ");
  if (typeof value === "string") return value;
  if (isNumber(value)) return showNumber(value);
  return "";
}

/** What a reader is told first; abbreviations inside it do not end it, names in small letters may follow it. */
export function firstSentence(doc: string): string {
  return /^.*?(?:[.!?](?=\s+[A-Z]|\s*$)|[a-z]{4,}[.!?](?=\s))/s.exec(doc)?.[0] ?? doc;
}

export function valueOf(step: Step, param: Param): unknown {
  return step[param.name] === undefined ? param.default : step[param.name];
}

/** What a closed card says of a step: first what was set, else its first parameter. */
export function summary(step: Step, decl: OpDecl, dialect: string, limit = 3): string {
  if (typeof step.note === "string" && step.note !== "" && step.enabled === false) return `off · ${step.note}`;
  const set = decl.params.filter((param) => step[param.name] !== undefined && !param.rare);
  const rare = decl.params.filter((param) => step[param.name] !== undefined && param.rare);
  const spoken = ({ dialects = [] }: Param): boolean => dialects.length === 0 || dialects.includes(dialect);
  const plain = decl.params.filter((param) => !param.rare && param.kind !== "bool" && spoken(param));
  const first = [plain.find(({ kind }) => kind === "number" || kind === "integer") ?? plain[0]].filter((param) => param !== undefined);
  const shown = set.length > 0 ? set : rare.length > 0 ? rare : first;
  return shown
    .slice(0, limit)
    .map((param) => showValue(param, valueOf(step, param)))
    .filter((text) => text !== "")
    .join(" · ");
}

/** Fields a law is born with: its defaults, fitted to the range that stood before. */
export function lawFields(law: LawDecl, low: number, high: number): Fields {
  const fields: Fields = {};
  const guess: Record<string, unknown> = {
    mean: (low + high) / 2,
    mode: (low + high) / 2,
    sd: (high - low) / 4,
    low,
    high,
    min: low,
    max: high,
    clip: [low, high],
    values: [low, high],
    magnitude: Math.max(Math.abs(low), Math.abs(high)),
  };
  for (const field of law.fields) {
    const value = guess[field.name] ?? field.default;
    const empty = Array.isArray(value) && value.length === 0;
    if (value !== undefined && value !== null && !empty) fields[field.name] = value;
  }
  return fields;
}

/** The two ends a value spans, for switching between shapes. */
export function endsOf(shape: Shape, scale: Scale): [number, number] {
  if (shape.kind === "range") return [shape.low, shape.high];
  if (shape.kind === "constant") {
    const reach = (scale.high - scale.low) / 5;
    return [Math.max(scale.low, shape.value - reach), Math.min(scale.high, shape.value + reach)];
  }
  const clip = shape.fields["clip"];
  if (Array.isArray(clip) && isNumber(clip[0]) && isNumber(clip[1])) return [clip[0], clip[1]];
  const { mean, sd, low, high, min, max, magnitude, values } = shape.fields;
  if (isNumber(magnitude)) return [-magnitude, magnitude];
  if (Array.isArray(values) && values.every(isNumber) && values.length > 0) return [Math.min(...values), Math.max(...values)];
  if (isNumber(low) && isNumber(high)) return [low, high];
  if (isNumber(min) && isNumber(max)) return [min, max];
  if (isNumber(mean) && isNumber(sd)) return [mean - 2 * sd, mean + 2 * sd];
  return [scale.low, scale.high];
}

/** The law with other ends, where it has any: a clip, or its lowest and highest value. */
export function withEnds(shape: Extract<Shape, { kind: "law" }>, low: number, high: number): Shape | null {
  const { fields } = shape;
  if (Array.isArray(fields["clip"])) return { ...shape, fields: { ...fields, clip: [low, high] } };
  if (isNumber(fields["low"]) && isNumber(fields["high"])) return { ...shape, fields: { ...fields, low, high } };
  if (isNumber(fields["min"]) && isNumber(fields["max"])) return { ...shape, fields: { ...fields, min: low, max: high } };
  return null;
}

/** A scale that shows the whole law and a little beside it. */
export function closeUp(shape: Shape, scale: Scale): Scale {
  const [low, high] = endsOf(shape, scale);
  const pad = (high - low || 1) * 0.08;
  return { ...scale, low: low - pad, high: high + pad };
}

/**
 * The shape of a law over `bins` equal parts of the scale, largest 1; null for
 * a law this drawing does not know. A picture for the eye, never used to draw.
 */
export function density(shape: Shape, scale: Scale, bins = 32): number[] | null {
  const [low, high] = endsOf(shape, scale);
  const at = Array.from({ length: bins }, (_, i) => scale.low + ((i + 0.5) / bins) * (scale.high - scale.low));
  const inside = (x: number) => x >= low && x <= high;
  const heights = at.map((x): number | null => {
    if (shape.kind !== "law") return inside(x) ? 1 : 0;
    const { mean, sd, mode, clip, values, magnitude } = shape.fields;
    const near = (value: unknown): boolean => isNumber(value) && Math.abs(value - x) <= (scale.high - scale.low) / bins / 2;
    if (Array.isArray(values)) return values.some(near) ? 1 : 0;
    if (isNumber(magnitude)) return near(magnitude) || near(-magnitude) ? 1 : 0;
    if (isNumber(mean) && isNumber(sd) && sd > 0)
      return clip === undefined || inside(x) ? Math.exp(-((x - mean) ** 2) / (2 * sd * sd)) : 0;
    if (isNumber(mode)) {
      if (!inside(x)) return 0;
      return x < mode ? (x - low) / (mode - low || 1) : (high - x) / (high - mode || 1);
    }
    if (shape.law.startsWith("log")) return inside(x) && x > 0 ? 1 / x : 0;
    return null;
  });
  if (heights.some((height) => height === null)) return null;
  const top = Math.max(...(heights as number[]));
  return top > 0 ? (heights as number[]).map((height) => height / top) : null;
}
