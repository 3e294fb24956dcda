/** Batches of a preview, and what a mixed cell says. */
import type { BatchRules, Mix, Mixed } from "../types";

/** So many samples a batch where the policy does not say. */
const SIZE = 8;

export const sizeOf = ({ size }: BatchRules): number => (typeof size === "number" && size >= 1 ? Math.round(size) : SIZE);

/** Consecutive samples in chunks; the last may hold fewer. */
export function chunks(keys: readonly string[], size: number): string[][] {
  const all: string[][] = [];
  for (let at = 0; at < keys.length; at += size) all.push(keys.slice(at, at + size));
  return all;
}

export interface Share {
  name: string;
  share: number;
}

/** Label shares by class, or by picture where it has none; the largest first, equal names together. */
export function sharesOf({ shares }: Mixed, nameOf: (key: string) => string): Share[] {
  const sums = new Map<string, number>();
  for (const { key, share } of shares) {
    const name = nameOf(key);
    sums.set(name, (sums.get(name) ?? 0) + share);
  }
  return [...sums].map(([name, share]) => ({ name, share })).filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
}

export const showPercent = (share: number): string => `${Math.round(share * 100)} %`;

/** "cutmix λ 0.68". */
export const mixTitle = ({ method, lambda }: Mixed): string => (lambda === null ? method : `${method} λ ${lambda.toFixed(2)}`);

/** Each mix's share of the choice, and last that of leaving the batch as it is. */
export function mixShares({ mixes = [], none }: BatchRules): number[] {
  const weights = mixes.map(({ weight = 1, enabled }: Mix) => (enabled === false ? 0 : Math.max(0, weight)));
  const all = [...weights, typeof none === "number" ? Math.max(0, none) : 0];
  const total = all.reduce((sum, weight) => sum + weight, 0);
  return all.map((weight) => (total > 0 ? weight / total : 0));
}

/** A batch stage as it is born: one mix, half of the batches left as they are. */
export const newBatch = (mix: string): BatchRules => ({ none: 1, mixes: [{ mix }] });

/** Whether anything was mixed in: a batch may be left as it is. */
export const isMixed = ({ method }: Mixed): boolean => method !== "none" && method !== "";
