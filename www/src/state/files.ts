/** What arrives by drop, picker or paste: pictures, folders, policies. */
import { withLine } from "../model/failure";
import { fileEntries, type DroppedFile } from "../model/drop";
import { kindOf, showBytes } from "../model/bytes";
import { say, source } from "./app";
import { replaceDoc } from "./edit";
import { engine, failureOf, readPolicy } from "./engine";
import { addPictures, type Incoming } from "./samples";

/** A policy is a page of text; more than this is something else. */
const MAX_POLICY = 1024 * 1024;
const MAX_FILES = 500;

export async function receive(transfer: DataTransfer): Promise<void> {
  await take(await fileEntries(transfer, MAX_FILES));
}

export async function take(files: DroppedFile[]): Promise<void> {
  const pictures: Incoming[] = [];
  const policies: File[] = [];
  const strange: string[] = [];
  for (const { file, path } of files.slice(0, MAX_FILES)) {
    const kind = kindOf(file);
    if (kind === "policy") policies.push(file);
    // A file dropped by hand is tried whatever its name; a folder's other files are passed over.
    else if (kind === "image" || path === "") pictures.push({ name: file.name, blob: file });
    else strange.push(file.name);
  }
  const policy = policies[0];
  if (policy) await importPolicyFile(policy);
  if (policies.length > 1) say({ tone: "info", text: `Several policies were dropped; ${policies[0]?.name ?? "the first"} was opened.` });
  if (pictures.length > 0) tell(await addPictures(pictures), pictures.length);
  else if (!policy) say({ tone: "info", text: strange.length > 0 ? "No images or policies in there." : "Nothing to open in what was dropped." });
  if (files.length > MAX_FILES) say({ tone: "info", text: `Only the first ${MAX_FILES} files were opened.` });
}

function tell(result: Awaited<ReturnType<typeof addPictures>>, asked: number): void {
  const { failed, doubles } = result;
  const [first] = failed;
  if (first)
    say({
      tone: "error",
      text: failed.length === 1 ? `${first.name} could not be opened.` : `${failed.length} of ${asked} files could not be opened.`,
      lines: failed.length === 1 ? [first.why] : failed.slice(0, 6).map(({ name, why }) => `${name}: ${why}`),
    });
  else if (doubles > 0) say({ tone: "info", text: doubles === 1 ? "That picture is already here." : `${doubles} of them are already here.` });
}

async function importPolicyFile(file: File): Promise<void> {
  if (file.size > MAX_POLICY) {
    say({ tone: "error", text: `${file.name} is too large for a policy (${showBytes(file.size)}).` });
    return;
  }
  await importText(await file.text(), file.name);
}

/** Opens policy text: ours is parsed, anyone else's goes through the importers. */
export async function importText(text: string, name: string): Promise<boolean> {
  try {
    let ours = text;
    let lines: string[] = [];
    let from = "";
    if (!/^\s*["']?augplay["']?\s*:/m.test(text) && !/"augplay"\s*:/.test(text)) {
      await engine.need("tools");
      const imported = await engine.files.call("import", { text, filename: name });
      ours = imported.policy;
      lines = imported.notes;
      from = imported.format;
    }
    const { doc } = await readPolicy(ours);
    replaceDoc(`Open ${name}`, doc);
    source.value = { text: ours, tree: JSON.stringify(doc) };
    say({ tone: "info", text: from ? `${name} was translated from ${from}.` : `${name} is open. Undo brings the former policy back.`, lines });
    return true;
  } catch (error) {
    say({ tone: "error", text: `${name} is not a policy that can be opened.`, lines: [withLine(failureOf(error))] });
    return false;
  }
}
