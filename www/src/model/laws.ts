/** One setting of an automatic policy in the laws of several libraries. */
import type { OpDecl, Step } from "../types";

/** What the tools say; see `compare_laws`. */
export type Comparison = LawColumn[];

export interface LawColumn {
  law: string;
  /** The magnitude as a share of the full range. */
  share: number;
  /** Chance that a drawn op runs. */
  chance: number;
  /** From how many ops is drawn. */
  ops: number;
  /** Why pixels are only near those of the law's library. */
  near: string | null;
  /** Why the law does not have this setting; then it has no rows. */
  refused: string | null;
  /** The step that has this law. */
  step: Step;
  rows: LawRow[];
}

export interface LawRow {
  op: string;
  /** `±9°`, `0.73 or 1.27`; empty where it takes no number. */
  value: string;
  /** A policy of this op alone at this strength. */
  policy: string;
}

/** Ops of all laws, each once, in the order they are first met. */
export const opsOf = (columns: readonly LawColumn[]): string[] => [...new Set(columns.flatMap(({ rows }) => rows.map(({ op }) => op)))];

/** Whether a step follows the law of a column, whatever its strength. */
export function follows(step: Step, column: LawColumn, decl: OpDecl | undefined): boolean {
  if (!decl || step.op !== column.step.op) return false;
  return decl.params
    .filter(({ name }) => name !== "num_ops" && name !== "magnitude")
    .filter(({ name }) => column.step[name] !== undefined || step[name] !== undefined)
    .every(({ name, default: or }) => JSON.stringify(step[name] ?? or) === JSON.stringify(column.step[name] ?? or));
}

export const showShare = (share: number): string => `${Math.round(share * 100)} %`;
