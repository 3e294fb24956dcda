import { expect, test } from "vitest";
import { isMissing, plain } from "../../src/model/failure";
import { answer, rank } from "../../src/model/fuzzy";
import { readNumbers, readRects, writeNumbers, writeRects } from "../../src/model/list";
import { sections } from "../../src/model/palette";
import { readingOptions } from "../../src/model/reading";
import { firstSentence } from "../../src/model/value";
import type { OpDecl } from "../../src/types";

const op = (name: string, more: Partial<OpDecl> = {}): OpDecl => ({
  name, title: name.replaceAll("_", " "), doc: "", group: "a", aliases: [], since: 1, dialects: [], kind: "op", fixed: false, library: null, params: [], ...more,
});

test("a failure is told without the place it stands at", () => {
  expect(plain({ message: "line 1: step 'pick': channels: must be given", step: "pick", param: "channels" })).toBe("must be given");
  expect(plain({ message: "step 'tint_2': tint needs three channels", step: "tint_2" })).toBe("needs three channels");
  expect(plain({ message: "no such file" })).toBe("no such file");
  expect(isMissing({ message: "must be given", code: "missing", param: "channels" })).toBe(true);
  expect(isMissing({ message: "too much", code: "range", param: "channels" })).toBe(false);
});

test("lists keep every digit and refuse words", () => {
  const list = [0.123456789, -2, 1e-7];
  expect(readNumbers(writeNumbers(list))).toEqual(list);
  expect(readNumbers("[1, −2; 3]")).toEqual([1, -2, 3]);
  expect(readNumbers("1, two")).toBeNull();
  const rects = [[1, 2, 3, 4], [5, 6, 7, 8]];
  expect(readRects(writeRects(rects))).toEqual(rects);
  expect(readRects("1 2 3")).toBeNull();
});

test("the palette has each group once, building blocks last", () => {
  const ops = [op("one", { fixed: true }), op("two", { group: "b" }), op("three"), op("four", { group: "b", fixed: true }), op("five", { group: "unheard" })];
  const told = sections(ops, [{ id: "b", label: "B" }, { id: "a", label: "A" }]).map(({ label, ops: held }) => [label, ...held.map(({ name }) => name)]);
  expect(told).toEqual([["B", "two"], ["A", "three"], ["Other", "five"], ["Building blocks", "one", "four"]]);
});

test("an op found by another name says which, and scattered letters count only where nothing else does", () => {
  const ops = [op("cover", { aliases: ["Cutout"] }), op("curve_to_text"), op("noise"), op("near_orbit_is_seen")];
  expect(rank("cutout", ops).map(({ name }) => name)).toEqual(["cover"]);
  expect(answer("cutout", ops[0] ?? op(""))?.alias).toBe("Cutout");
  expect(answer("cov", ops[0] ?? op(""))?.alias).toBeNull();
  expect(rank("noise", ops).map(({ name }) => name)).toEqual(["noise"]);
});

test("files are read as the policy takes them in", () => {
  expect(JSON.parse(readingOptions(undefined, true))).toEqual({ input: "rgb", apply_orientation: true });
  expect(JSON.parse(readingOptions("grey", false))).toEqual({ input: "grey", apply_orientation: false });
  expect(JSON.parse(readingOptions({ window: [10, 4095] }, false))).toEqual({ input: { window: { low: 10, high: 4095 } }, apply_orientation: false });
});

test("the first sentence ends before a name in small letters, not after an abbreviation", () => {
  expect(firstSentence("Covers a rectangle. torchvision tries ten times.")).toBe("Covers a rectangle.");
  expect(firstSentence("Bends lines, e.g. roads, a little. Source: none.")).toBe("Bends lines, e.g. roads, a little.");
});
