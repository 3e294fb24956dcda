import { describe, expect, test } from "vitest";
import * as tree from "../../src/model/tree";
import { addView, drawsIn, drawTitle, intoViews, layoutOf, moveView, partName, partsOf, removeView, renameView, setCount } from "../../src/model/views";
import type { Doc } from "../../src/types";

const nodes = new Set(["one_of"]);
const dino: Doc = {
  augplay: 1,
  steps: [{ op: "a", id: "a" }],
  views: [
    { view: "global_1", steps: [{ op: "crop", id: "crop_1" }] },
    { view: "global_2", steps: [{ op: "crop", id: "crop_2" }, { one_of: [{ op: "x", id: "x" }], id: "choice" }] },
    { view: "local", count: 8, steps: [{ op: "crop", id: "crop_3" }] },
  ],
};
const ids = (doc: Doc, parent: string | null): string[] => tree.listOf(doc, nodes, parent).map((step) => tree.idOf(step, nodes));

describe("the views of a draw", () => {
  test("are counted in the policy's order, copies by number", () => {
    const parts = partsOf(dino);
    expect(parts).toHaveLength(10);
    expect(parts.map(partName).slice(0, 4)).toEqual(["global_1", "global_2", "local 1", "local 2"]);
    expect(parts.at(-1)).toEqual({ index: 9, view: 2, name: "local", copy: 7, of: 8 });
    expect(drawTitle(parts)).toBe("global_1, global_2, local ×8");
    expect(partsOf({ augplay: 1, steps: [] })).toEqual([]);
  });
  test("stand large, copies in quarters", () => {
    const layout = layoutOf(partsOf(dino));
    expect(layout.tiles.map(({ small }) => small)).toEqual([false, false, ...new Array<boolean>(8).fill(true)]);
    expect(layout.halves).toBe(8);
    expect(drawsIn(layout, 9)).toBe(2);
    expect(drawsIn(layout, 6)).toBe(1);
    expect(drawsIn(layout, 2)).toBe(1);
  });
});

describe("a view's own steps", () => {
  test("are found, changed and moved like those of the policy", () => {
    expect(tree.find(dino, nodes, "x")?.place).toEqual({ parent: "choice", index: 0 });
    expect(tree.find(dino, nodes, "crop_3")?.place).toEqual({ parent: "@local", index: 0 });
    expect(tree.allIds(dino, nodes)).toEqual(["a", "crop_1", "crop_2", "choice", "x", "crop_3"]);
    const set = tree.setKey(dino, nodes, "crop_3", "p", 0.5);
    expect(set.views?.[2]?.steps).toEqual([{ op: "crop", id: "crop_3", p: 0.5 }]);
    // What was not touched is the same.
    expect(set.views?.[0]).toBe(dino.views?.[0]);
    const moved = tree.move(dino, nodes, "a", { parent: "@global_1", index: 1 });
    expect(ids(moved, null)).toEqual([]);
    expect(ids(moved, "@global_1")).toEqual(["crop_1", "a"]);
    const { doc: more, id } = tree.insert(dino, nodes, { parent: "@local", index: 0 }, { op: "a" });
    expect(id).toBe("a_2");
    expect(ids(more, "@local")).toEqual(["a_2", "crop_3"]);
    expect(ids(tree.remove(dino, nodes, "choice"), "@global_2")).toEqual(["crop_2"]);
    // The edge of a view is the end of the way.
    expect(tree.nudge(dino, nodes, "crop_1", -1)).toBe(dino);
  });
  test("alone is alone in all views", () => {
    const alone = tree.soloed(dino, nodes, "crop_1");
    expect(alone.views?.[0]?.steps[0]?.enabled).toBe(true);
    expect([alone.steps[0]?.enabled, alone.views?.[2]?.steps[0]?.enabled]).toEqual([false, false]);
  });
});

describe("editing views", () => {
  test("a policy becomes one of two views whose dice differ", () => {
    const plain: Doc = { augplay: 1, steps: [{ op: "a", id: "a" }, { one_of: [{ op: "x", id: "x" }], id: "choice" }] };
    const two = intoViews(plain, nodes);
    expect(two.steps).toEqual([]);
    expect(two.views?.[0]?.steps).toBe(plain.steps);
    expect(ids(two, "@view_2")).toEqual(["a_2", "choice_2"]);
    expect(new Set(tree.allIds(two, nodes)).size).toBe(6);
  });
  test("another like one has names of its own, and takes none of a step", () => {
    const { doc, name } = addView(dino, nodes, "global_2");
    expect(name).toBe("global_3");
    expect(doc.views?.map(({ view }) => view)).toEqual(["global_1", "global_2", "global_3", "local"]);
    expect(ids(doc, "@global_3")).toEqual(["crop_4", "choice_2"]);
    const clash = tree.setKey(dino, nodes, "a", "id", "global_3");
    expect(addView(clash, nodes, "global_2").name).toBe("global_4");
  });
  test("renaming refuses names that are taken", () => {
    expect(renameView(dino, "local", " small ")?.views?.[2]?.view).toBe("small");
    expect(renameView(dino, "local", "global_1")).toBeNull();
    expect(renameView(dino, "local", " ")).toBeNull();
  });
  test("moving and counting", () => {
    expect(moveView(dino, "local", -1).views?.map(({ view }) => view)).toEqual(["global_1", "local", "global_2"]);
    expect(moveView(dino, "local", 1)).toBe(dino);
    expect(setCount(dino, "local", 1).views?.[2]).not.toHaveProperty("count");
    expect(setCount(dino, "global_1", 3).views?.[0]?.count).toBe(3);
  });
  test("the last view that goes leaves its steps", () => {
    const one = removeView(removeView(dino, "global_1"), "global_2");
    expect(one.views).toHaveLength(1);
    const none = removeView(one, "local");
    expect(none).not.toHaveProperty("views");
    expect(ids(none, null)).toEqual(["a", "crop_3"]);
  });
});
