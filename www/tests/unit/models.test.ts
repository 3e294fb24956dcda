import { describe, expect, test } from "vitest";
import { boxShrink, browserDecoded, fileStem, kindOf } from "../../src/model/bytes";
import { columnsOf } from "../../src/model/columns";
import { shares } from "../../src/model/format";
import { rank } from "../../src/model/fuzzy";
import { History } from "../../src/model/history";
import { difference } from "../../src/model/pixels";
import { decodeLink, encodeLink, MAX_LINK } from "../../src/model/share";
import type { OpDecl, Picture } from "../../src/types";

describe("history", () => {
  test("undoes a gesture as one and redoes it", () => {
    const history = new History<number>();
    let now = 0;
    const set = (next: number, gesture: string | null = null): void => {
      history.record(now, `to ${next}`, gesture);
      now = next;
    };
    set(1);
    for (const value of [2, 3, 4]) set(value, "slide");
    history.settle();
    set(5, "slide");
    const undone: (number | null)[] = [];
    for (let i = 0; i < 4; i++) {
      const back = history.undo(now);
      undone.push(back);
      if (back !== null) now = back;
    }
    expect(undone).toEqual([4, 1, 0, null]);
    expect(history.redoLabel).toBe("to 1");
    expect(history.redo(now)).toBe(1);
    history.record(1, "other");
    expect(history.redo(9)).toBeNull();
  });
});

describe("links", () => {
  const policy = JSON.stringify({ augplay: 1, name: "größe ✓", steps: [{ op: "rotate", angle_deg: [-15, 15] }] });
  test("bring the policy and the view back", () => {
    expect(decodeLink(encodeLink(policy, { m: "steps", c: "abc/3" }))).toEqual({ policy, view: { m: "steps", c: "abc/3" } });
    expect(encodeLink(policy)).toMatch(/^#p=[\w-]+$/);
    expect(decodeLink("#m=steps")).toBeNull();
  });
  test("that are damaged or bombs are refused in words", () => {
    expect(() => decodeLink("#p=%%%")).toThrow(/damaged/);
    expect(() => decodeLink("#p=AAAA")).toThrow(/damaged/);
    const bomb = encodeLink(" ".repeat(40 * MAX_LINK));
    expect(bomb.length).toBeLessThan(MAX_LINK);
    expect(() => decodeLink(bomb)).toThrow(/more than a policy/);
    expect(() => decodeLink(`#p=${"A".repeat(MAX_LINK + 1)}`)).toThrow(/too long/);
  });
});

test("the palette finds by name, title, alias and letters, building blocks last", () => {
  const op = (name: string, aliases: string[] = [], fixed = false) => ({ name, title: name.replaceAll("_", " "), aliases, fixed }) as OpDecl;
  const ops = [op("crop", [], true), op("random_resized_crop", ["rrc"]), op("rotate"), op("center_crop"), op("color_jitter", ["hue"])];
  expect(rank("crop", ops).map(({ name }) => name)).toEqual(["random_resized_crop", "center_crop", "crop"]);
  expect(rank("rrc", ops)[0]?.name).toBe("random_resized_crop");
  expect(rank("hue", ops)[0]?.name).toBe("color_jitter");
  expect(rank("cljit", ops)[0]?.name).toBe("color_jitter");
  expect(rank("zzz", ops)).toEqual([]);
});

test("files are told apart by name and type", () => {
  expect(kindOf({ name: "a.YAML", type: "" })).toBe("policy");
  expect(kindOf({ name: "a.jpg", type: "" })).toBe("image");
  expect(kindOf({ name: "clipboard", type: "image/png" })).toBe("image");
  expect(kindOf({ name: "notes.txt", type: "text/plain" })).toBe("unknown");
  expect(browserDecoded({ name: "x.heic", type: "" })).toBe("HEIC");
  expect(browserDecoded({ name: "x.png", type: "image/png" })).toBeNull();
  expect(fileStem("../../a b?.png")).toBe("a-b");
  expect(fileStem("...")).toBe("augplay");
});

test("a draft is the mean of whole blocks", () => {
  const small = boxShrink(new Uint8Array([0, 10, 20, 30, 99, 10, 20, 30, 40, 99]), 5, 2, 1, 3);
  expect([small.width, small.height, small.factor]).toEqual([2, 1, 2]);
  expect([...small.data]).toEqual([10, 30]);
  expect(boxShrink(new Uint8Array(9), 1, 9, 1, 3).width).toBe(1);
});

test("pictures are compared pixel by pixel", () => {
  const raster = (...levels: number[]) => ({ width: levels.length, height: 1, rgba: new Uint8ClampedArray(levels.flatMap((v) => [v, v, v, 255])) });
  expect(difference(raster(1, 2, 3, 4), raster(1, 2, 3, 9))).toEqual({ share: 0.25, most: 5 });
  expect(difference(raster(1), raster(1, 1)).share).toBe(1);
});

test("shares leave out what is switched off", () => {
  expect(shares([{ op: "a", weight: 3 }, { op: "b" }, { op: "c", enabled: false }])).toEqual([0.75, 0.25, 0]);
  expect(shares([{ op: "a", weight: 0 }])).toEqual([0]);
});

test("the Steps columns are the union of all rows in the policy's order", () => {
  const row = (...paths: string[]): Picture[] => {
    const steps = paths.map((path) => ({ path }));
    return [{ info: { steps: [] } }, ...paths.map((_, i) => ({ info: { steps: steps.slice(0, i + 1) } }))] as unknown as Picture[];
  };
  const columns = columnsOf([row("crop", "auto", "auto"), row("blur", "crop")], ["crop", "blur", "auto"]);
  expect(columns.map(({ label }) => label)).toEqual(["crop", "blur", "auto · 1", "auto · 2"]);
});
