/** What a worker's modules throw, as the page is told. */
import type { Failure } from "../types";

/** Marks where a failure arose, so that the page knows whether one cell or the policy is ill. */
export function staged<T>(stage: "policy" | "run", work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error) Object.assign(error, { stage });
    throw error;
  }
}

const FIELDS = ["code", "step", "param", "value", "min", "max", "line", "stage"] as const;

export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const failure: Failure = { message };
  if (error instanceof WebAssembly.RuntimeError) return { ...failure, fatal: true };
  const fields: Record<string, unknown> = {};
  if (error instanceof Error)
    for (const name of FIELDS) {
      const value = (error as unknown as Record<string, unknown>)[name];
      if (value !== undefined && value !== null) fields[name] = value;
    }
  return { ...failure, ...fields };
}
