/** A policy in a link: JSON, deflated, base64url, in the part of the address no server sees. */
import { Inflate, deflateSync, strFromU8, strToU8 } from "fflate";

/** More than this is refused before and after inflating (the core's own limit on a policy). */
export const MAX_LINK = 64 * 1024;

export interface LinkState {
  policy: string;
  /** Where the sender was looking, e.g. {m: "steps", c: "key/3"}. */
  view: Record<string, string>;
}

export function encodeLink(policy: string, view: Record<string, string> = {}): string {
  const packed = toBase64Url(deflateSync(strToU8(policy), { level: 9 }));
  const rest = new URLSearchParams(view).toString();
  return `#p=${packed}${rest ? `&${rest}` : ""}`;
}

/** Null when the hash holds no policy; throws a readable error when it holds a broken one. */
export function decodeLink(hash: string): LinkState | null {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const packed = fields.get("p");
  if (packed === null) return null;
  if (packed.length > MAX_LINK) throw new Error("This link is too long to be a policy.");
  fields.delete("p");
  return { policy: strFromU8(inflateCapped(fromBase64Url(packed))), view: Object.fromEntries(fields) };
}

/** Inflates in small bites, so that a bomb is noticed before it is unpacked. */
function inflateCapped(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let total = 0;
  const inflate = new Inflate((part) => {
    total += part.length;
    if (total > MAX_LINK) throw new Error("This link unpacks to more than a policy may hold.");
    parts.push(part);
  });
  const bite = 256;
  try {
    for (let at = 0; at < bytes.length; at += bite)
      inflate.push(bytes.subarray(at, at + bite), at + bite >= bytes.length);
  } catch (error) {
    if (total > MAX_LINK) throw error;
    throw new Error("This link is damaged: the policy in it cannot be unpacked.", { cause: error });
  }
  const all = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  if (total === 0) throw new Error("This link is damaged: there is no policy in it.");
  return all;
}

function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch (error) {
    throw new Error("This link is damaged: it is not base64url.", { cause: error });
  }
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
