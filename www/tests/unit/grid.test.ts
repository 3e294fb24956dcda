import { signal } from "@preact/signals";
import { expect, test, vi } from "vitest";
import type { Picture } from "../../src/types";

/** Answers to come: each call waits until the test gives its picture. */
const calls: ((picture: Picture) => void)[] = [];
const picture = (name: string): Picture => ({ rgba: name, width: 1, height: 1, ms: 1, info: { steps: [] } }) as unknown as Picture;

vi.mock("../../src/state/engine", () => ({
  engine: { cells: { call: async () => new Promise((resolve) => calls.push(resolve)), drop: () => undefined } },
  ready: signal(true),
  failureOf: (error: unknown) => ({ message: String(error) }),
}));
vi.mock("../../src/state/samples", () => ({
  samples: signal([{ key: "cat" }]),
  editions: signal<ReadonlyMap<string, number>>(new Map()),
}));
vi.mock("../../src/state/gpu", () => ({ gpu: signal(false) }));
vi.mock("../../src/state/labels", () => ({ layers: signal({ masks: false }) }));
vi.mock("../../src/state/safety", () => ({ safety: signal({ worst: [] }) }));
vi.stubGlobal("requestAnimationFrame", (run: () => void) => setTimeout(run, 0));
vi.stubGlobal("cancelAnimationFrame", clearTimeout);

test("a picture asked for before its file was read anew does not stay, however late it comes", async () => {
  const { cellOf, followGrid } = await import("../../src/state/grid");
  const { editions } = await import("../../src/state/samples");
  const frame = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
  const stop = followGrid();
  await frame();
  expect(calls).toHaveLength(1);
  editions.value = new Map([["cat", 1]]);
  calls[0]?.(picture("old"));
  await frame();
  expect(calls).toHaveLength(2);
  calls[1]?.(picture("new"));
  await frame();
  expect(cellOf("original", "cat", 0).shown.value?.pictures[0]).toEqual(picture("new"));
  await frame();
  expect(calls).toHaveLength(2);
  stop();
});
