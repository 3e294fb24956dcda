import { describe, expect, test } from "vitest";
import { course, newOver, OVER_LAWS, readCurriculum, valueAt, writeCurriculum } from "../../src/model/curriculum";
import { follows, opsOf, type LawColumn } from "../../src/model/laws";
import { chunks, isMixed, mixShares, mixTitle, sharesOf, sizeOf } from "../../src/model/mixes";
import type { OpDecl, Param } from "../../src/types";

describe("a curriculum", () => {
  test("is written as it was read", () => {
    for (const over of [0.5, { linear: { from: 0.1, to: 0.9, start: 0.2, end: 0.8 } }, { step: [{ at: 0.5, value: 1 }] }, { tanh: { tau: 0.4 } }]) {
      const value = { scale: "magnitude", over };
      expect(writeCurriculum(readCurriculum(value))).toEqual(value);
    }
    expect(readCurriculum({ scale: "chance", over: { linear: {} } }).over).toEqual({ law: "linear", from: 0, to: 1, start: 0, end: 1 });
  });
  test("runs the course that its law says", () => {
    const linear = { law: "linear", from: 0.2, to: 0.8, start: 0.25, end: 0.75 } as const;
    expect([0, 0.25, 0.5, 0.75, 1].map((at) => valueAt(linear, at))).toEqual([0.2, 0.2, 0.5, 0.8, 0.8]);
    const step = { law: "step", steps: [{ at: 0.2, value: 0.5 }, { at: 0.6, value: 1 }] } as const;
    expect([0, 0.2, 0.59, 0.6, 1].map((at) => valueAt({ ...step, steps: [...step.steps] }, at))).toEqual([0, 0.5, 0.5, 1, 1]);
    expect(valueAt({ law: "tanh", tau: 0.2 }, 0.2)).toBeCloseTo(Math.tanh(1) + 0.01, 12);
    expect(valueAt({ law: "tanh", tau: 0.2 }, 1)).toBe(1);
    // No time between start and end is a jump, not a division by nothing.
    expect(valueAt({ law: "linear", from: 0, to: 1, start: 0.5, end: 0.5 }, 0.5)).toBe(1);
  });
  test("is drawn within its box whatever the law", () => {
    for (const law of OVER_LAWS) {
      const numbers = course(newOver(law), 100, 50).match(/[\d.]+ [\d.]+/g) ?? [];
      expect(numbers.length).toBeGreaterThan(90);
      for (const pair of numbers) {
        const [x = NaN, y = NaN] = pair.split(" ").map(Number);
        expect(x >= 0 && x <= 100 && y >= 0 && y <= 50).toBe(true);
      }
    }
  });
});

describe("mixes", () => {
  test("a preview's batches are consecutive samples", () => {
    expect(chunks(["a", "b", "c", "d", "e"], 2)).toEqual([["a", "b"], ["c", "d"], ["e"]]);
    expect(sizeOf({})).toBe(8);
    expect(sizeOf({ size: 2 })).toBe(2);
  });
  test("shares of one name are added, the largest stands first", () => {
    const mixed = { method: "m", lambda: 0.25, mask: false, shares: [{ index: 0, key: "a", share: 0.25 }, { index: 1, key: "b", share: 0.45 }, { index: 2, key: "c", share: 0.3 }] };
    const names: Record<string, string> = { a: "cat", b: "dog", c: "cat" };
    expect(sharesOf(mixed, (key) => names[key] ?? "")).toEqual([{ name: "cat", share: 0.55 }, { name: "dog", share: 0.45 }]);
    expect(mixTitle(mixed)).toBe("m λ 0.25");
    expect(mixTitle({ ...mixed, lambda: null })).toBe("m");
    expect(isMixed({ ...mixed, method: "none" })).toBe(false);
  });
  test("the choice among mixes leaves out what is off, and counts none", () => {
    expect(mixShares({ none: 1, mixes: [{ mix: "a", weight: 2 }, { mix: "b" }, { mix: "c", enabled: false }] })).toEqual([0.5, 0.25, 0, 0.25]);
    expect(mixShares({ mixes: [] })).toEqual([0]);
  });
});

describe("laws", () => {
  const column = (law: string, ops: string[], step: object): LawColumn => ({ law, share: 0.3, chance: 1, ops: ops.length, near: null, refused: null, step: { op: "auto", ...step }, rows: ops.map((op) => ({ op, value: "", policy: "" })) });
  test("list every op once", () => {
    expect(opsOf([column("a", ["x", "y"], {}), column("b", ["y", "z"], {})])).toEqual(["x", "y", "z"]);
  });
  test("a step follows the law whose settings it has, defaults counted", () => {
    const param = (name: string, or: unknown): Param => ({ name, label: name, doc: "", unit: "", kind: "choice", law: false, default: or, rare: false });
    const decl = { name: "auto", params: [param("law", "a"), param("inc", false), param("magnitude", 9), param("num_ops", 2)] } as unknown as OpDecl;
    const [a, b, inc] = [column("a", [], { magnitude: 3 }), column("b", [], { law: "b" }), column("b inc", [], { law: "b", inc: true })];
    const follow = (step: object): boolean[] => [a, b, inc].map((one) => follows({ op: "auto", ...step }, one, decl));
    expect(follow({})).toEqual([true, false, false]);
    expect(follow({ law: "b", magnitude: 5 })).toEqual([false, true, false]);
    expect(follow({ law: "b", inc: true })).toEqual([false, false, true]);
    expect(follows({ op: "other" }, a, decl)).toBe(false);
  });
});
