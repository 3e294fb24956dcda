/** How a file becomes pixels, as the codec is told: what the policy takes in, and whether photos are turned upright. */

/** The policy's `input` in the codec's words; what it does not know is refused by the core, not here. */
function inputOf(input: unknown): unknown {
  if (input === "grey") return "grey";
  const window: unknown = typeof input === "object" && input !== null ? (input as Record<string, unknown>)["window"] : undefined;
  if (Array.isArray(window)) return { window: { low: window[0] as unknown, high: window[1] as unknown } };
  return "rgb";
}

export const readingOptions = (input: unknown, upright: boolean): string => JSON.stringify({ input: inputOf(input), apply_orientation: upright });
