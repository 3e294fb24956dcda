/** What arrives by drop, picker or paste: pictures, folders, zips, policies, labels. */
import { batch } from "@preact/signals";
import { decodeLink } from "../model/share";
import { withLine } from "../model/failure";
import { fileEntries, type DroppedFile } from "../model/drop";
import { showBytes } from "../model/bytes";
import { dropKind, HEAD_BYTES, needsHead, pathOf, type DropKind } from "../model/labelFiles";
import type { LabelSource } from "../engine/labelTypes";
import { addLabelFiles, matchNew } from "./annotate";
import { doc, importNotes, say, source } from "./app";
import { replaceDoc } from "./edit";
import { engine, failureOf, readPolicy } from "./engine";
import { addPictures, type Added, type Incoming } from "./samples";
import { look } from "./share";

/** A policy is a page of text; more than this is something else. */
const MAX_POLICY = 1024 * 1024;
const MAX_PICTURES = 500;
/** Label files are many small ones where every picture has its own. */
const MAX_FILES = 20_000;

export async function receive(transfer: DataTransfer): Promise<void> {
  await take(await fileEntries(transfer, MAX_FILES));
}

interface Sorted extends DroppedFile {
  kind: DropKind;
  name: string;
}

async function sort(dropped: DroppedFile): Promise<Sorted> {
  const { file, path: folder } = dropped;
  const name = pathOf(folder, file.name);
  const head = needsHead(file) ? await file.slice(0, HEAD_BYTES).text() : "";
  return { ...dropped, name, kind: dropKind({ name: file.name, type: file.type, size: file.size, path: name }, head, MAX_POLICY) };
}

/** Zips give way to what is in them. */
async function unpack(files: DroppedFile[]): Promise<DroppedFile[]> {
  const out: DroppedFile[] = [];
  for (const dropped of files) {
    const { file, path } = dropped;
    if (!/\.zip$/i.test(file.name)) {
      out.push(dropped);
      continue;
    }
    try {
      const { files: inside, left } = await engine.files.call("unzip", { zip: file, most: MAX_FILES }, { timeout: 120_000 });
      for (const { name, file: blob } of inside) {
        const at = name.lastIndexOf("/");
        out.push({ file: new File([blob], name.slice(at + 1)), path: `${path}/${at < 0 ? "" : name.slice(0, at)}` });
      }
      if (left > 0) say({ tone: "error", text: `${left} files in ${file.name} were left out: too large, or too many.` });
    } catch (error) {
      say({ tone: "error", text: `${file.name} could not be opened.`, lines: [failureOf(error).message] });
    }
  }
  return out;
}

export async function take(dropped: DroppedFile[]): Promise<void> {
  const files = await unpack(dropped);
  const all = await Promise.all(files.slice(0, MAX_FILES).map(sort));
  const of = (...kinds: DropKind[]): Sorted[] => all.filter(({ kind }) => kinds.includes(kind));
  const labels = of("labels");
  const masks = of("mask");
  // A file dropped by hand is tried as a picture whatever its name; a folder's other files are passed over.
  const pictures = all.filter(({ kind, path }) => kind === "picture" || (kind === "unknown" && path === ""));
  const policies = of("policy").map(({ file }) => file);
  const policy = policies[0];
  if (policy) await importPolicyFile(policy);
  if (policies.length > 1) say({ tone: "info", text: `Several policies were dropped; ${policies[0]?.name ?? "the first"} was opened.` });

  const asked = pictures.slice(0, MAX_PICTURES).map(incoming);
  const result = await addPictures(asked);
  let taken: ReadonlySet<string> = new Set();
  if (labels.length + masks.length > 0) taken = await addLabelFiles([...labels, ...masks].map(({ name, file }): LabelSource => ({ name, file })), labels.length === 0);
  else if (result.added > 0) await matchNew();
  // What looked like a mask and is none is a picture after all.
  const rest = masks.filter(({ name }) => !taken.has(name)).slice(0, MAX_PICTURES - asked.length).map(incoming);
  if (rest.length > 0) merge(result, await addPictures(rest));

  if (asked.length + rest.length > 0) tell(result, asked.length + rest.length);
  else if (!policy && labels.length + masks.length === 0 && (files.length > 0 || dropped.length === 0)) say({ tone: "info", text: all.length > 0 ? "No images, labels or policies in there." : "Nothing to open in what was dropped." });
  if (pictures.length > MAX_PICTURES) say({ tone: "info", text: `Only the first ${MAX_PICTURES} of ${pictures.length} pictures were opened.` });
  if (files.length > MAX_FILES) say({ tone: "info", text: `Only the first ${MAX_FILES} files were looked at.` });
}

const incoming = ({ file, name }: Sorted): Incoming => ({ name: file.name, path: name, blob: file });

function merge(all: Added, more: Added): void {
  all.added += more.added;
  all.doubles += more.doubles;
  all.failed.push(...more.failed);
}

function tell({ failed, doubles }: Added, asked: number): void {
  const [first] = failed;
  if (first)
    say({
      tone: "error",
      text: failed.length === 1 ? `${first.name} could not be opened.` : `${failed.length} of ${asked} files could not be opened.`,
      lines: failed.length === 1 ? [first.why] : failed.slice(0, 6).map(({ name, why }) => `${name}: ${why}`),
    });
  else if (doubles > 0) say({ tone: "info", text: doubles === 1 ? "That picture is already here." : `${doubles} of them are already here.` });
}

/** A policy, another library's file or a training command as text. */
export async function receiveText(text: string): Promise<void> {
  if (text.length > MAX_POLICY) say({ tone: "error", text: `What was pasted is too long for a policy (${showBytes(text.length)}).` });
  else await importText(text, "Pasted text");
}

async function importPolicyFile(file: File): Promise<void> {
  if (file.size > MAX_POLICY) {
    say({ tone: "error", text: `${file.name} is too large for a policy (${showBytes(file.size)}).` });
    return;
  }
  await importText(await file.text(), file.name);
}

/** A link to a policy, wherever in the world it was made. */
const linkIn = (text: string): string | null => /^\S+?(#(?:[^\s#]*&)?p=\S+)$/.exec(text.trim())?.[1] ?? null;

/** Opens policy text: a link and our own format are parsed, anyone else's goes through the importers. */
export async function importText(text: string, name: string): Promise<boolean> {
  const hash = linkIn(text);
  try {
    let ours = text;
    let lines: string[] = [];
    let from = "";
    const link = hash === null ? null : decodeLink(hash);
    if (link) ours = link.policy;
    else if (!/^\s*["']?augplay["']?\s*:/m.test(text) && !/"augplay"\s*:/.test(text)) {
      await engine.need("tools");
      const imported = await engine.files.call("import", { text, filename: name });
      ours = imported.policy;
      lines = imported.notes;
      from = imported.format;
    }
    const { doc: next } = await readPolicy(ours);
    const before = doc.peek();
    const title = link ? "The linked policy" : name;
    batch(() => {
      replaceDoc(`Open ${link ? "link" : name}`, next);
      source.value = link ? null : { text: ours, tree: JSON.stringify(next) };
      importNotes.value = lines.length === 0 ? null : { title: `${title}, from ${from}`, lines, before };
    });
    if (link) look(link.view);
    const told = from ? `${title} was translated from ${from}.` : `${title} is open. Undo brings the former policy back.`;
    say({ tone: "info", text: lines.length === 0 ? told : `${told} ${lines.length === 1 ? "One thing" : `${lines.length} things`} to know above the grid.` });
    return true;
  } catch (error) {
    say({ tone: "error", text: hash === null ? `${name} is not a policy that can be opened.` : "The policy in this link could not be opened.", lines: [withLine(failureOf(error))] });
    return false;
  }
}
