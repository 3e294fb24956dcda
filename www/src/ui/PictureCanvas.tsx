/** A finished picture on a canvas. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Picture } from "../types";

export function PictureCanvas({ picture, label }: { picture: Picture | undefined; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current && picture) paint(canvas.current, picture);
  }, [picture]);
  if (label === "") return <canvas ref={canvas} width={1} height={1} aria-hidden="true" />;
  return <canvas ref={canvas} width={1} height={1} role="img" aria-label={label} />;
}

export function paint(canvas: HTMLCanvasElement, { rgba, width, height }: Picture): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.getContext("2d")?.putImageData(new ImageData(rgba, width, height), 0, 0);
}
