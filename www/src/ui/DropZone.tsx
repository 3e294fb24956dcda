/** The whole page takes files, by drop and by paste, and policies as text. */
import { useEffect } from "preact/hooks";
import { signal } from "@preact/signals";
import { receive, receiveText } from "../state/files";

const over = signal(false);
/** Whether text goes somewhere of its own. */
const writes = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.closest("input, textarea, [contenteditable=true]") !== null;
const hasFiles = (transfer: DataTransfer | null): transfer is DataTransfer => transfer?.types.includes("Files") ?? false;

export function DropZone() {
  useEffect(() => {
    let depth = 0;
    const on = <K extends keyof DocumentEventMap>(name: K, run: (event: DocumentEventMap[K]) => void): (() => void) => {
      document.addEventListener(name, run);
      return () => { document.removeEventListener(name, run); };
    };
    const stops = [
      on("dragenter", (event) => {
        if (!hasFiles(event.dataTransfer)) return;
        depth += 1;
        over.value = true;
      }),
      on("dragleave", (event) => {
        if (!hasFiles(event.dataTransfer)) return;
        depth = Math.max(0, depth - 1);
        over.value = depth > 0;
      }),
      on("dragover", (event) => {
        if (!hasFiles(event.dataTransfer)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      }),
      on("drop", (event) => {
        depth = 0;
        over.value = false;
        if (!hasFiles(event.dataTransfer)) return;
        event.preventDefault();
        void receive(event.dataTransfer);
      }),
      on("paste", (event) => {
        const pasted = event.clipboardData;
        const text = pasted?.getData("text/plain").trim() ?? "";
        if (hasFiles(pasted)) {
          event.preventDefault();
          void receive(pasted);
          return;
        }
        if (text === "" || writes(event.target)) return;
        event.preventDefault();
        void receiveText(text);
      }),
    ];
    return () => { for (const stop of stops) stop(); };
  }, []);
  if (!over.value) return null;
  return <div class="drop-cover"><p>Drop images, folders, zips, labels or a policy. They stay on this device.</p></div>;
}
