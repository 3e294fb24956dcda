import { unzipSync, strFromU8 } from "fflate";
import { describe, expect, test } from "vitest";
import { Archive } from "../../src/model/archive";
import { cocoOf } from "../../src/model/coco";
import { dropKind, isMaskName, pathOf } from "../../src/model/labelFiles";
import { mergeLevels, tidyWindow, windowOf } from "../../src/model/levels";
import { bones, boxNames, ClassColours, losses, pointColour, pointNames } from "../../src/model/marks";
import type { Box, Keypoint, RenderInfo } from "../../src/types";

const box = (xyxy: Box["xyxy"], label = "cat", index = 0): Box => ({ xyxy, label, index });
const point = (x: number, y: number, label: string, more: Partial<Keypoint> = {}): Keypoint => ({ xy: [x, y], label, index: 0, ...more });

describe("dropped files", () => {
  const kind = (path: string, head = "", size = 100) => dropKind({ name: path.split("/").at(-1) ?? "", type: "", size, path }, head, 1000);
  test("are told apart by name and first bytes", () => {
    expect(kind("a.jpg")).toBe("picture");
    expect(kind("set/masks/a.png")).toBe("mask");
    expect(kind("a.txt")).toBe("labels");
    expect(kind("VOC/Annotations/a.xml")).toBe("labels");
    expect(kind("instances.json", '{"info": {}, "images": [{"id": 1}]')).toBe("labels");
    expect(kind("instances.json", "{", 5000)).toBe("labels");
    expect(kind("p.json", '{"augplay": 1, "steps": [], "note": "images"}')).toBe("policy");
    expect(kind("p.json", '{"transform": {"transforms": []}}')).toBe("policy");
    expect(kind("data.yaml", "path: .\nnames:\n  0: cat\n")).toBe("labels");
    expect(kind("p.yaml", "augplay: 1\nnames: x\n")).toBe("policy");
    expect(kind("notes.md")).toBe("unknown");
  });
  test("are masks by folder or ending, and only as PNG", () => {
    expect(isMaskName("cat_mask.png")).toBe(true);
    expect(isMaskName("train_masks/cat.png")).toBe(true);
    expect(isMaskName("SegmentationClass/cat.png")).toBe(false);
    expect(isMaskName("masks/cat.jpg")).toBe(false);
    expect(isMaskName("mask.png")).toBe(false);
  });
  test("have a path without a leading slash", () => {
    expect(pathOf("/set/images", "a.png")).toBe("set/images/a.png");
    expect(pathOf("", "a.png")).toBe("a.png");
  });
});

describe("names of boxes", () => {
  const full = { width: 200, height: 100 };
  test("stand inside large boxes, beside smaller ones, and nowhere without room", () => {
    const [inside] = boxNames([box([10, 10, 150, 80])], full, 1);
    expect(inside).toMatchObject({ label: "cat", x: 14 });
    expect(inside?.y).toBeLessThan(26);
    const [above] = boxNames([box([10, 50, 30, 60])], full, 1);
    expect(above?.y).toBeLessThan(50);
    expect(boxNames([box([10, 50, 14, 54])], full, 1)).toEqual([]);
    expect(boxNames([box([10, 50, 14, 54])], full, 8)).toHaveLength(1);
  });
  test("never lie over each other or outside, and boxes without area have none", () => {
    const many = Array.from({ length: 30 }, (_, i) => box([20 + i, 20 + i, 80 + i, 60 + i]));
    const named = boxNames(many, full, 1);
    expect(named.length).toBeGreaterThan(1);
    expect(named.length).toBeLessThan(30);
    for (const { x, y } of named) expect(x >= 0 && x < 200 && y > 0 && y <= 100).toBe(true);
    expect(boxNames([box([50, 0, 50, 90])], full, 1)).toEqual([]);
  });
});

test("a class keeps its colour, neighbours have different ones", () => {
  const colours = new ClassColours();
  const [a, b] = [colours.of("left"), colours.of("right")];
  expect(a).not.toBe(b);
  expect(colours.of("left")).toBe(a);
});

test("mirrored names change sides and colours, others are plain", () => {
  const right = point(0, 0, "right_eye", { mirror: "left_eye" });
  const left = point(0, 0, "left_eye", { mirror: "right_eye" });
  expect(pointColour(right)).not.toBe(pointColour(left));
  expect(pointColour(point(0, 0, "beak"))).toBe("#ffffff");
});

test("bones join points of one object that are labelled", () => {
  const points = [
    point(0, 0, "a", { object: 0 }),
    point(1, 1, "b", { object: 0 }),
    point(2, 2, "a", { object: 1 }),
    point(3, 3, "b", { object: 1, state: 0 }),
    point(4, 4, "c", { object: 1, state: 1 }),
  ];
  const joined = bones(points, [["a", "b"], ["a", "c"]]).map(([from, to]) => [from.xy[0], to.xy[0]]);
  expect(joined).toEqual([[0, 1], [2, 4]]);
  expect(pointNames(points, { width: 100, height: 100 }, 1).every(({ label }) => label.length === 1)).toBe(true);
});

test("lost is what went, what has no area and what lies outside", () => {
  const info = {
    full: { width: 100, height: 50 },
    boxes: [box([0, 0, 10, 10], "a", 0), box([0, 0, 10, 10], "a", 0), box([100, 0, 100, 40], "b", 1)],
    keypoints: [point(5, 5, "in", { index: 0 }), point(-1, 5, "out", { index: 1 })],
  } as unknown as RenderInfo;
  expect(losses(info, { boxes: 3, keypoints: 2 })).toEqual({ boxes: 2, keypoints: 1 });
});

describe("windows", () => {
  test("come from the file's levels, merged over files", () => {
    const one = { min: 0, max: 99, p1: 5, p99: 90, step: 1, bins: new Array<number>(100).fill(2) };
    const two = { min: 100, max: 199, p1: 100, p99: 195, step: 25, bins: [50, 50, 50, 50] };
    const merged = mergeLevels([one, two], 10);
    expect(merged?.fit).toEqual([5, 195]);
    expect([merged?.min, merged?.max]).toEqual([0, 199]);
    expect(merged?.bars.map((bar) => Math.round(bar))).toEqual(new Array<number>(10).fill(40));
    expect(mergeLevels([])).toBeNull();
    expect(mergeLevels([{ min: 7, max: 7, p1: 7, p99: 7, step: 1, bins: [9] }])?.fit).toEqual([7, 8]);
  });
  test("are read from the policy and kept in order", () => {
    expect(windowOf({ window: [10, 400] })).toEqual([10, 400]);
    expect(windowOf("grey")).toBeNull();
    expect(windowOf({ window: [1] })).toBeNull();
    expect(tidyWindow([50.4, 20])).toEqual([20, 50]);
    expect(tidyWindow([7, 7])).toEqual([7, 8]);
    expect(tidyWindow([65_535, 70_000])).toEqual([65_534, 65_535]);
  });
});

test("labels of the page become COCO with one-based skeletons", () => {
  const labels = {
    boxes: [{ xyxy: [10, 20, 40, 60], label: "bird" }],
    keypoints: [
      { xy: [12, 22], label: "beak", object: 0 },
      { xy: [30, 50], label: "left_foot", mirror: "right_foot", state: 1, object: 0 },
    ],
    skeleton: [["beak", "left_foot"], ["beak", "right_foot"], ["beak", "tail"]] as const,
  };
  const coco = JSON.parse(cocoOf([{ path: "a.jpg", width: 100, height: 80, labels }, { path: "b.jpg", width: 5, height: 5 }])) as {
    images: unknown[];
    annotations: Record<string, unknown>[];
    categories: Record<string, unknown>[];
  };
  expect(coco.images).toHaveLength(2);
  expect(coco.annotations).toEqual([
    { id: 1, image_id: 1, category_id: 1, bbox: [10, 20, 30, 40], area: 1200, iscrowd: 0, keypoints: [12, 22, 2, 30, 50, 1, 0, 0, 0], num_keypoints: 2 },
  ]);
  expect(coco.categories).toEqual([{ id: 1, name: "bird", keypoints: ["beak", "left_foot", "right_foot"], skeleton: [[1, 2], [1, 3]] }]);
});

test("an archive keeps every file, names taken get numbers", async () => {
  const archive = new Archive();
  archive.add("a/x.png", new Uint8Array([1, 2, 3]));
  expect(archive.add("a/x.png", new Uint8Array([4]))).toBe("a/x-2.png");
  archive.add("labels.txt", new TextEncoder().encode("hello hello hello"), true);
  const files = unzipSync(new Uint8Array(await archive.finish().arrayBuffer()));
  expect(Object.keys(files)).toEqual(["a/x.png", "a/x-2.png", "labels.txt"]);
  expect(strFromU8(files["labels.txt"] ?? new Uint8Array())).toBe("hello hello hello");
});

test("a zip is opened without its hidden files, and what is too much is counted", async () => {
  const { unzip } = await import("../../src/engine/unzip");
  const { zipSync } = await import("fflate");
  const bytes = zipSync({ "set/a.txt": new Uint8Array([1]), "__MACOSX/set/a.txt": new Uint8Array([2]), "set/.DS_Store": new Uint8Array([3]), "b.txt": new Uint8Array([4, 5]) });
  const { files, left } = await unzip(new Blob([bytes]), 1);
  expect(files.map(({ name }) => name)).toEqual(["set/a.txt"]);
  expect(left).toBe(1);
  await expect(unzip(new Blob([new Uint8Array(40)]), 9)).rejects.toThrow();
});
