/** What kind of thing went wrong. */
export type ErrorCode =
  | "syntax"
  | "unknown_key"
  | "unknown_name"
  | "type"
  | "range"
  | "missing"
  | "duplicate_id"
  | "unsupported"
  | "decode"
  | "limit"
  | "io"
  | "internal";

/** Where an error comes from, and what would have been allowed. */
export interface ErrorFields {
  code: ErrorCode;
  /** The bare sentence; `message` also names step, parameter, value and bounds. */
  reason?: string;
  file?: string;
  step?: string;
  param?: string;
  value?: string;
  min?: number;
  max?: number;
  /** Line in the policy text, from 1. */
  line?: number;
}

const FIELDS = ["reason", "file", "step", "param", "value", "min", "max", "line"] as const;

/** The one error that augplay throws (aborting throws the signal's own reason). */
export class AugplayError extends Error implements ErrorFields {
  override name = "AugplayError";
  code: ErrorCode;
  declare reason?: string;
  declare file?: string;
  declare step?: string;
  declare param?: string;
  declare value?: string;
  declare min?: number;
  declare max?: number;
  declare line?: number;

  constructor(message: string, fields: ErrorFields, options?: ErrorOptions) {
    super(message, options);
    this.code = fields.code;
    for (const key of FIELDS) {
      if (fields[key] !== undefined) Object.assign(this, { [key]: fields[key] });
    }
  }
}

/** A bad argument. */
export function bad(param: string, reason: string, code: ErrorCode = "type"): AugplayError {
  return new AugplayError(`${param}: ${reason}`, { code, param, reason });
}

let crashed: AugplayError | undefined;

/** Runs a call into WebAssembly; what it throws becomes an `AugplayError`. */
export function guard<T>(call: () => T): T {
  if (crashed) throw crashed;
  try {
    return call();
  } catch (error) {
    if (error instanceof AugplayError) throw error;
    if (error instanceof WebAssembly.RuntimeError) {
      // Memory may be inconsistent after a trap, so nothing runs in it again.
      const reason = "augplay crashed and cannot be used any more in this thread; start a new worker or process";
      crashed = new AugplayError(`${reason} (${error.message})`, { code: "internal", reason }, { cause: error });
      throw crashed;
    }
    if (error instanceof Error && error.name === "AugplayError") {
      throw new AugplayError(error.message, error as unknown as ErrorFields);
    }
    throw error;
  }
}
