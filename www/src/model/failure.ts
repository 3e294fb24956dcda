/** What the core refused, told where the place need not be said again. */
import type { Failure } from "../types";

/** The message without line, step and parameter: it stands beside them. */
export function plain({ message, step, param }: Failure): string {
  let text = message.replace(/^(line \d+: )+/i, "");
  if (step !== undefined) {
    text = text.replace(/^step '[^']*': /, "");
    const first = text.split(" ", 1)[0] ?? "";
    if (first !== "" && step.replace(/_\d+$/, "") === first) text = text.slice(first.length + 1);
  }
  if (param !== undefined && text.startsWith(`${param}: `)) text = text.slice(param.length + 2);
  return text;
}

/** For a text on show: the line said once. */
export const withLine = ({ line, message }: Failure): string =>
  line === undefined ? message : `Line ${line}: ${message.replace(/^(line \d+: )+/i, "")}`;

/** A value was left out that has no default: nothing is wrong yet, something is still to be said. */
export const isMissing = (failure: Failure): boolean => failure.code === "missing" && failure.param !== undefined;
