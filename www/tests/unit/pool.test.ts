import { beforeEach, describe, expect, test, vi } from "vitest";
import { CallError, Dropped, Pool, type WorkerLike } from "../../src/engine/pool";
import type { FromWorker, ToWorker } from "../../src/engine/protocol";

/** A worker that answers when told to. */
class FakeWorker implements WorkerLike {
  onmessage: WorkerLike["onmessage"] = null;
  onerror: WorkerLike["onerror"] = null;
  onmessageerror: WorkerLike["onmessageerror"] = null;
  ended = false;
  got: ToWorker[] = [];
  postMessage(message: ToWorker): void { this.got.push(message); }
  terminate(): void { this.ended = true; }
  calls(): { id: number; text: string }[] {
    return this.got.flatMap((message) => (message.type === "call" && message.id > 0 ? [{ id: message.id, text: (message.request as { text?: string }).text ?? "" }] : []));
  }
  say(message: FromWorker): void { this.onmessage?.({ data: message } as MessageEvent<FromWorker>); }
  done(id: number): void { this.say({ type: "done", id, value: id }); }
}

let workers: FakeWorker[] = [];
const lost: string[][] = [];
const pool = (size: number): Pool =>
  new Pool({
    size,
    timeout: 1000,
    spawn: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    onLost: (keys) => lost.push(keys),
  });
const ask = (of: Pool, text: string, options = {}) => of.call("describe", { text }, options);

beforeEach(() => {
  workers = [];
  lost.length = 0;
  vi.useFakeTimers();
});

describe("the queue", () => {
  test("spreads jobs and keeps one more at hand for each worker", () => {
    const two = pool(2);
    for (const text of ["a", "b", "c", "d", "e"]) void ask(two, text);
    expect(workers.map((worker) => worker.calls().map(({ text }) => text))).toEqual([["a", "c"], ["b", "d"]]);
  });
  test("runs by priority, then in order", () => {
    const one = pool(1);
    void ask(one, "first");
    void ask(one, "second");
    void ask(one, "late", { priority: 2 });
    void ask(one, "early", { priority: 1 });
    workers[0]?.done(1);
    workers[0]?.done(2);
    expect(workers[0]?.calls().map(({ text }) => text)).toEqual(["first", "second", "early", "late"]);
  });
  test("drops what waits in a group, never what runs", async () => {
    const one = pool(1);
    const running = ask(one, "a", { group: "cells" });
    void ask(one, "b", { group: "cells" });
    const waiting = ask(one, "c", { group: "cells" });
    const other = ask(one, "d");
    one.drop("cells");
    await expect(waiting).rejects.toBeInstanceOf(Dropped);
    workers[0]?.done(1);
    workers[0]?.done(2);
    workers[0]?.done(4);
    await expect(running).resolves.toBe(1);
    await expect(other).resolves.toBe(4);
  });
  test("passes on how far a call is, and ends what cannot be interrupted", async () => {
    const one = pool(1);
    const heard: string[] = [];
    const long = ask(one, "long", { group: "labels", onProgress: (done: number, total: number, label: string) => heard.push(`${label} ${done}/${total}`) });
    const behind = ask(one, "behind");
    workers[0]?.say({ type: "progress", id: 1, done: 2, total: 9, label: "a.json" });
    expect(heard).toEqual(["a.json 2/9"]);
    one.stop("labels");
    await expect(long).rejects.toBeInstanceOf(Dropped);
    expect(workers[0]?.ended).toBe(true);
    expect(workers[1]?.calls().map(({ text }) => text)).toEqual(["behind"]);
    workers[1]?.done(2);
    await expect(behind).resolves.toBe(2);
  });
  test("sends a job only where its sample is", () => {
    const two = pool(2);
    const message = () => ({ request: { key: "s", pixels: { width: 1, height: 1, channels: 1, data: new Uint8Array(1) } }, transfer: [] });
    two.place("s", 1, message);
    void ask(two, "x", { sample: "s" });
    void ask(two, "y", { sample: "s" });
    expect(workers.map((worker) => worker.calls().length)).toEqual([2, 0]);
    two.place("s", 2, message);
    void ask(two, "z", { sample: "s" });
    expect(workers.map((worker) => worker.calls().length)).toEqual([2, 1]);
  });
});

describe("jobs for several samples", () => {
  const message = (key: string) => ({ request: { key, pixels: { width: 1, height: 1, channels: 1, data: new Uint8Array(1) } }, transfer: [] });
  test("wait for a worker that has them all, which is given what it lacks", () => {
    const two = pool(2);
    for (const [key, copies] of [["small", 2], ["large", 1], ["other", 1]] as const) two.place(key, copies, () => message(key));
    // Two large ones are spread over the workers.
    expect(two.lacking(["small", "large", "other"])).toHaveLength(1);
    void ask(two, "mix", { samples: ["small", "large", "other"] });
    expect(workers.flatMap((worker) => worker.calls())).toEqual([]);
    for (const key of two.lacking(["small", "large", "other"])) two.join(["small", "large", "other"], key, message(key));
    expect(two.lacking(["small", "large", "other"])).toEqual([]);
    expect(workers.flatMap((worker) => worker.calls().map(({ text }) => text))).toEqual(["mix"]);
  });
  test("are dropped when one of them goes", async () => {
    const one = pool(1);
    const waiting = ask(one, "mix", { samples: ["a", "b"] });
    one.forget("b");
    await expect(waiting).rejects.toBeInstanceOf(Dropped);
  });
});

describe("a worker that fails", () => {
  test("by hanging is replaced and its job tried once more, the one behind it kept", async () => {
    const one = pool(1);
    const stuck = ask(one, "stuck");
    const behind = ask(one, "behind");
    vi.advanceTimersByTime(1001);
    expect(workers[0]?.ended).toBe(true);
    expect(workers[1]?.calls().map(({ text }) => text)).toEqual(["stuck", "behind"]);
    const failed = expect(stuck).rejects.toThrow(/without an answer/);
    vi.advanceTimersByTime(1001);
    await failed;
    workers[2]?.done(2);
    await expect(behind).resolves.toBe(2);
  });
  test("by a panic is never used again", async () => {
    const one = pool(1);
    const job = ask(one, "a");
    workers[0]?.say({ type: "failed", id: 1, failure: { message: "unreachable", fatal: true } });
    expect(workers[0]?.ended).toBe(true);
    workers[1]?.done(1);
    await expect(job).resolves.toBe(1);
  });
  test("says which samples it has lost", () => {
    const one = pool(1);
    one.place("s", 1, () => ({ request: { key: "s", pixels: { width: 1, height: 1, channels: 1, data: new Uint8Array(1) } }, transfer: [] }));
    workers[0]?.say({ type: "failed", id: 0, failure: { message: "out of memory", fatal: true } });
    expect(lost).toEqual([["s"]]);
  });
  test("in an ordinary way only fails the job", async () => {
    const one = pool(1);
    const job = ask(one, "a");
    workers[0]?.say({ type: "failed", id: 1, failure: { message: "p is outside 0..1", step: "rotate" } });
    await expect(job).rejects.toBeInstanceOf(CallError);
    expect(workers).toHaveLength(1);
  });
  test("again and again is given up, and later calls are told so", async () => {
    const one = pool(1);
    const jobs = ["a", "b", "c"].map((text) => ask(one, text));
    const failed = Promise.all(jobs.map((job) => expect(job).rejects.toBeInstanceOf(CallError)));
    for (let i = 0; i < 10; i++) workers.at(-1)?.onerror?.({ message: "no module workers", preventDefault: () => undefined } as ErrorEvent);
    await failed;
    expect(workers.length).toBeLessThan(10);
    await expect(ask(one, "late")).rejects.toThrow(/reload/);
  });
  test("modules are given to its successor too", () => {
    const one = pool(1);
    one.provide("core", {});
    workers[0]?.onerror?.({ message: "boom", preventDefault: () => undefined } as ErrorEvent);
    expect(workers[1]?.got[0]).toMatchObject({ type: "module", name: "core" });
  });
});
