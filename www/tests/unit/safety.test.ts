import { describe as group, expect, test } from "vitest";
import { add, describe, none, rate, showReach, showShare, sumUp, totals, worst, type Safety } from "../../src/model/safety";

const view = (number: number, lost = 0, more: object = {}) => ({ view: number, boxes_lost: lost, boxes_shrunk: 0, boxes_copied: 0, keypoints_lost: 0, empty: false, ...more });
const part = (views: Safety["views"], lost = 0): Safety => ({
  views,
  classes: [{ label: "cat", kind: "box", seen: views.length, lost, shrunk: 1, copied: 0 }],
  steps: [{ step: "crop", boxes: lost, keypoints: 0 }],
});

group("counts", () => {
  test("are added over views and pictures", () => {
    const one = add(add(none("a", 2, 0), part([view(0, 2, { empty: true }), view(1)], 2)), part([view(2, 1)], 1));
    expect(one.views).toHaveLength(3);
    expect(one.classes).toEqual([{ label: "cat", kind: "box", seen: 3, lost: 3, shrunk: 2, copied: 0 }]);
    const two = add(none("b", 0, 4), part([view(0, 0, { keypoints_lost: 1 })]));
    const sum = totals([one, two]);
    expect(sum).toMatchObject({ views: 4, hasBoxes: true, hasKeypoints: true });
    expect([sum.lost.count, sum.lost.of]).toEqual([3, 6]);
    // A picture without boxes cannot be left without any.
    expect([sum.empty.count, sum.empty.of]).toEqual([1, 3]);
    expect([sum.keypoints.count, sum.keypoints.of]).toEqual([1, 4]);
    expect(sumUp([one, two]).steps).toEqual([{ step: "crop", boxes: 3, keypoints: 0 }]);
  });
  test("have Wilson's interval", () => {
    const { low, high } = rate(10, 100);
    expect(low).toBeCloseTo(0.0552, 3);
    expect(high).toBeCloseTo(0.1744, 3);
    expect(rate(0, 200)).toMatchObject({ share: 0, low: 0 });
    expect(rate(0, 200).high).toBeCloseTo(0.0188, 3);
    expect(rate(5, 5).high).toBe(1);
    expect(rate(0, 0)).toMatchObject({ low: 0, high: 1 });
  });
});

group("the worst draws", () => {
  test("come first, harmless ones never, and no picture fills the list", () => {
    const small = { ...none("small", 1, 0), views: Array.from({ length: 50 }, (_, i) => view(i, 1, { empty: true })) };
    const large = { ...none("large", 4, 0), views: [view(0), view(1, 1), view(2, 3)] };
    const list = worst([small, large], 8);
    expect(list.slice(0, 4).every(({ sample }) => sample === "small")).toBe(true);
    expect(list.slice(4).map(({ sample, view: at }) => `${sample}${at}`)).toEqual(["large2", "large1"]);
  });
  test("are told in words", () => {
    const [one] = worst([{ ...none("a", 3, 12), views: [view(5, 2, { boxes_shrunk: 1, boxes_copied: 4, keypoints_lost: 6 })] }], 5);
    expect(one && describe(one)).toBe("2 of 3 boxes lost · 1 shrunk · 4 copied · 6 of 12 keypoints lost");
  });
});

test("shares and intervals are short", () => {
  expect(showReach(rate(10, 100))).toBe("5.5–17 %");
  expect(showReach(rate(0, 200))).toBe("0–1.9 %");
  expect([0, 0.0004, 0.034, 0.5, 1].map(showShare)).toEqual(["0 %", "<0.1 %", "3.4 %", "50 %", "100 %"]);
});
