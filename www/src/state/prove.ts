/** A zip with which anyone can check an exported policy against the library itself. */
import { Archive } from "../model/archive";
import { fileStem } from "../model/bytes";
import { doc, say, task } from "./app";
import { engine, failureOf } from "./engine";
import { policyText } from "./export";
import { samples } from "./samples";
import { save } from "./save";

/** The most views that one proof may hold. */
export const MOST_PROVED = 1000;

export async function prove(format: string, count: number): Promise<void> {
  const list = samples.peek().filter(({ refused }) => !refused);
  const text = policyText();
  const stop = new AbortController();
  const archive = new Archive();
  const failed: string[] = [];
  let proved = 0;
  try {
    await engine.needProofs();
    await engine.proofs.call("proofBegin", { text, format, views: count });
    for (const [at, { key, name }] of list.entries()) {
      if (stop.signal.aborted) return;
      task.value = { label: "Proving", done: at, total: list.length, cancel: () => { stop.abort(); } };
      try {
        const { exact, info } = await engine.cells.call("render", { policy: text, sample: key, view: 0, upto: 0, exact: true, maxPx: 1 }, { sample: key });
        if (!exact) throw new Error("This picture has no full-size pixels.");
        const pixels = { width: info.full.width, height: info.full.height, channels: exact.channels, data: exact.data, alpha: exact.alpha };
        for (const [path, bytes] of await engine.proofs.call("proofAdd", { name, key, pixels })) archive.add(path, bytes, !path.endsWith(".png"));
        proved += 1;
      } catch (error) {
        failed.push(`${name}: ${failureOf(error).message}`);
      }
    }
    if (stop.signal.aborted) return;
    if (proved > 0) {
      for (const [path, bytes] of await engine.proofs.call("proofEnd", {})) archive.add(path, bytes, true);
      save(archive.finish(), `${fileStem(doc.peek().name ?? "augplay")}-proof.zip`, "application/zip");
    }
    if (failed.length > 0) say({ tone: "error", text: `${failed.length} of ${list.length} pictures could not be proved.`, details: { summary: "Which", lines: failed } }, true);
  } catch (error) {
    say({ tone: "error", text: "The proof could not be made.", lines: [failureOf(error).message] });
  } finally {
    task.value = null;
  }
}
