/** Policies to start from. */
import { signal } from "@preact/signals";
import type { Doc, Preset } from "../types";
import { dialog, doc, importNotes, say, source } from "./app";
import { replaceDoc } from "./edit";
import { engine, failureOf, readPolicy } from "./engine";

/** Null until they are there. */
export const presets = signal<Preset[] | null>(null);
let asked: Promise<void> | null = null;

export function needPresets(): Promise<void> {
  asked ??= (async () => {
    await engine.need("tools");
    presets.value = await engine.files.call("presets", {});
  })().catch((error: unknown) => {
    asked = null;
    say({ tone: "error", text: "The presets could not be read.", lines: [failureOf(error).message] });
  });
  return asked;
}

/** The policy of a preset in place of what there is. Pictures stay. */
export async function startFrom({ name, policy }: Pick<Preset, "name" | "policy">): Promise<void> {
  try {
    const { doc: next } = await readPolicy(policy);
    put(name, next);
    source.value = { text: policy, tree: JSON.stringify(next) };
    say({ tone: "info", text: `${name} is open. Undo brings the former policy back.` });
  } catch (error) {
    say({ tone: "error", text: `${name} could not be opened.`, lines: [failureOf(error).message] });
  }
}

export function startEmpty(): void {
  const { augplay, target } = doc.peek();
  put("an empty policy", { augplay, ...(target !== undefined && { target }), steps: [] });
}

function put(name: string, next: Doc): void {
  importNotes.value = null;
  dialog.value = null;
  replaceDoc(`Start from ${name}`, next);
}
