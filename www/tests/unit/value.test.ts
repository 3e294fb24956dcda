import { describe, expect, test } from "vitest";
import { clampHard, density, endsOf, lawFields, readNumber, scaleOf, shapeOf, showValue, snap, summary, writeShape } from "../../src/model/value";
import type { OpDecl, Param } from "../../src/types";

const angle: Param = {
  name: "angle_deg", label: "Angle", doc: "", unit: "°", kind: "number", law: true, default: [-15, 15],
  min: -360, max: 360, slider_min: -180, slider_max: 180, rare: false,
};

test("the three ways to write a value come back as they were", () => {
  for (const value of [3, [-2, 5], { normal: { mean: 0, sd: 6, clip: [-15, 15] } }]) {
    const shape = shapeOf(value);
    expect(shape && writeShape(shape)).toEqual(value);
  }
  expect(shapeOf("reflect")).toBeNull();
  expect(shapeOf([1, 2, 3])).toBeNull();
});

test("values read as a person would say them", () => {
  expect(showValue(angle, [-15, 15])).toBe("±15°");
  expect(showValue(angle, [-5, 15])).toBe("−5…15°");
  expect(showValue({ ...angle, unit: "px" }, 7)).toBe("7 px");
  expect(showValue(angle, { log_uniform: { low: 1, high: 2 } })).toBe("log uniform");
});

test("a summary shows what was set, else the first parameter", () => {
  const decl = { params: [angle, { ...angle, name: "rare", rare: true }] } as OpDecl;
  expect(summary({ op: "rotate" }, decl, "pil")).toBe("±15°");
  expect(summary({ op: "rotate", angle_deg: 4 }, decl, "pil")).toBe("4°");
  expect(summary({ op: "rotate", rare: 4 }, decl, "pil")).toBe("4°");
});

describe("sliders", () => {
  test("snap to tidy numbers inside the hard range", () => {
    expect(snap(0.30000000000000004, { ...angle, min: 0, max: 1 }, 0.01)).toBe(0.3);
    expect(snap(3.7, { ...angle, kind: "integer" }, 1)).toBe(4);
    expect(clampHard(999, angle)).toBe(360);
  });
  test("widen for a value typed beyond their ends", () => {
    expect(scaleOf(angle).high).toBe(180);
    expect(scaleOf(angle, 300).high).toBe(300);
  });
  test("have ends even where none are declared", () => {
    const bare: Param = { name: "x", label: "x", doc: "", unit: "", kind: "number", law: true, default: 0, rare: false };
    const scale = scaleOf(bare, 0);
    expect(scale.high).toBeGreaterThan(scale.low);
    expect(scale.step).toBeGreaterThan(0);
  });
});

test("numbers are read with either minus and either decimal mark", () => {
  expect(readNumber("−11,5")).toBe(-11.5);
  expect(readNumber("")).toBeNull();
  expect(readNumber("one")).toBeNull();
});

describe("laws", () => {
  const scale = scaleOf(angle);
  test("are born over the range that stood before", () => {
    const law = { name: "normal", doc: "", fields: ["mean", "sd", "clip"].map((name): Param => ({ ...angle, name, law: false, default: null })) };
    expect(lawFields(law, -10, 10)).toEqual({ mean: 0, sd: 5, clip: [-10, 10] });
    expect(endsOf({ kind: "law", law: "normal", fields: lawFields(law, -10, 10) }, scale)).toEqual([-10, 10]);
  });
  test("a normal is drawn highest at its mean and not beyond its clip", () => {
    const heights = density({ kind: "law", law: "normal", fields: { mean: 0, sd: 60, clip: [-90, 90] } }, scale, 36);
    expect(heights?.[0]).toBe(0);
    expect(heights?.[17]).toBe(1);
    expect(heights?.[12]).toBeLessThan(1);
  });
  test("one the drawing does not know has no drawing", () => {
    expect(density({ kind: "law", law: "strange", fields: { x: 1 } }, scale)).toBeNull();
  });
});

test("a summary passes over what the target does not know", () => {
  const param = { doc: "", unit: "", kind: "number", law: false, rare: false } as const;
  const two = { params: [{ ...param, name: "a", label: "A", default: 1, dialects: ["pil"] }, { ...param, name: "b", label: "B", default: 2 }] } as unknown as OpDecl;
  expect(summary({ op: "x" }, two, "pil")).toBe("1");
  expect(summary({ op: "x" }, two, "cv2")).toBe("2");
});
