/** Files in a drop or paste, folders opened. */

export interface DroppedFile {
  file: File;
  /** Folder it came from; empty when it was dropped itself. */
  path: string;
}

export async function fileEntries(transfer: DataTransfer, limit: number): Promise<DroppedFile[]> {
  // Entries must be taken before the first await: the list is emptied after the event.
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  const roots = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found: DroppedFile[] = [];
  for (const { entry, file } of roots) {
    if (entry?.isDirectory) await open(entry as FileSystemDirectoryEntry, found, limit);
    else if (file) found.push({ file, path: "" });
  }
  return found;
}

async function open(folder: FileSystemDirectoryEntry, found: DroppedFile[], limit: number): Promise<void> {
  const reader = folder.createReader();
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (batch.length === 0) return;
    for (const entry of batch.sort((a, b) => a.name.localeCompare(b.name))) {
      if (found.length > limit) return;
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory) await open(entry as FileSystemDirectoryEntry, found, limit);
      else {
        const file = await new Promise<File>((resolve, reject) => { (entry as FileSystemFileEntry).file(resolve, reject); });
        found.push({ file, path: folder.fullPath });
      }
    }
  }
}
