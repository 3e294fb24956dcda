/** Files out of the page. */
export function save(data: string | Uint8Array<ArrayBuffer> | Blob, filename: string, mime: string): void {
  const url = URL.createObjectURL(data instanceof Blob ? data : new Blob([data], { type: mime }));
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(url); }, 10_000);
}
