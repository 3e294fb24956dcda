import { describe, expect, test } from "vitest";
import * as tree from "../../src/model/tree";
import type { Doc } from "../../src/types";

const nodes = new Set(["one_of", "sequence"]);
const doc: Doc = {
  augplay: 1,
  target: "t",
  seed: 0,
  steps: [
    { op: "a", id: "a" },
    { one_of: [{ op: "b", id: "b", weight: 3 }, { op: "c", id: "c" }], id: "camera" },
    { op: "d", id: "d" },
  ],
};
/** The tree as text: `a camera(b c) d`. */
const shape = (of: Doc): string => {
  const list = (steps: Doc["steps"]): string =>
    steps
      .map((step) => {
        const inner = tree.childrenOf(step, nodes);
        return tree.idOf(step, nodes) + (inner ? `(${list(inner)})` : "");
      })
      .join(" ");
  return list(of.steps);
};

describe("moving", () => {
  test("within a list, forwards and backwards", () => {
    expect(shape(tree.move(doc, nodes, "a", { parent: null, index: 3 }))).toBe("camera(b c) d a");
    expect(shape(tree.move(doc, nodes, "d", { parent: null, index: 0 }))).toBe("d a camera(b c)");
  });
  test("into and out of a group", () => {
    expect(shape(tree.move(doc, nodes, "a", { parent: "camera", index: 1 }))).toBe("camera(b a c) d");
    expect(shape(tree.move(doc, nodes, "b", { parent: null, index: 0 }))).toBe("b a camera(c) d");
  });
  test("never into itself", () => {
    expect(tree.move(doc, nodes, "camera", { parent: "camera", index: 0 })).toBe(doc);
  });
  test("to where it stands changes nothing", () => {
    expect(tree.move(doc, nodes, "a", { parent: null, index: 0 })).toBe(doc);
    expect(tree.move(doc, nodes, "a", { parent: null, index: 1 })).toBe(doc);
  });
  test("by keyboard walks into a group, through it and out again", () => {
    let now = doc;
    const seen: string[] = [];
    for (let i = 0; i < 5; i++) {
      now = tree.nudge(now, nodes, "a", 1);
      seen.push(shape(now));
    }
    expect(seen).toEqual(["camera(a b c) d", "camera(b a c) d", "camera(b c a) d", "camera(b c) a d", "camera(b c) d a"]);
    expect(shape(tree.nudge(now, nodes, "a", 1))).toBe("camera(b c) d a");
    expect(shape(tree.nudge(doc, nodes, "b", -1))).toBe("a b camera(c) d");
  });
});

describe("ids", () => {
  test("a duplicate and all it holds get new ones", () => {
    const { doc: next, id } = tree.duplicate(doc, nodes, "camera");
    expect(id).toBe("camera_2");
    expect(shape(next)).toBe("a camera(b c) camera_2(b_2 c_2) d");
  });
  test("missing and double ids are filled in, others kept", () => {
    const named = tree.withIds({ ...doc, steps: [{ op: "a" }, { op: "a" }, { op: "a", id: "a_2" }, { op: "b", id: "b" }, { op: "c", id: "b" }] }, nodes);
    const ids = tree.allIds(named, nodes);
    expect(new Set(ids).size).toBe(5);
    expect(ids.slice(2, 4)).toEqual(["a_2", "b"]);
  });
  test("wrapping keeps the step's id and leaves its weight to the slot", () => {
    const { doc: next, id } = tree.wrap(doc, nodes, "b", "sequence");
    expect(shape(next)).toBe("a camera(sequence(b) c) d");
    expect(tree.find(next, nodes, id)?.step.weight).toBe(3);
    expect(tree.find(next, nodes, "b")?.step.weight).toBeUndefined();
    expect(shape(tree.unwrap(next, nodes, id))).toBe("a camera(b c) d");
  });
});

test("editing one step shares the others", () => {
  const next = tree.setKey(doc, nodes, "c", "p", 0.5);
  expect(next.steps[0]).toBe(doc.steps[0]);
  expect(tree.find(next, nodes, "c")?.step.p).toBe(0.5);
  expect(tree.find(tree.setKey(next, nodes, "c", "p", undefined), nodes, "c")?.step).not.toHaveProperty("p");
  expect(tree.setKey(doc, nodes, "nobody", "p", 1)).toBe(doc);
});

test("solo keeps the path to a step and what it holds", () => {
  const enabled = (of: Doc): string[] => {
    const on: string[] = [];
    tree.walk(of.steps, nodes, (step) => {
      if (step.enabled !== false) on.push(tree.idOf(step, nodes));
      return undefined;
    });
    return on;
  };
  expect(enabled(tree.soloed(doc, nodes, "c"))).toEqual(["camera", "c"]);
  expect(enabled(tree.soloed(doc, nodes, "camera"))).toEqual(["camera", "b", "c"]);
});
