/** What was mixed, on the cell: the method and λ, whose label counts how much, and where on a closer look. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { isMixed, mixTitle, sharesOf, showPercent } from "../model/mixes";
import { labelName } from "../state/batch";
import type { Mixed, Picture } from "../types";

const shareList = (mixed: Mixed) => sharesOf(mixed, (key) => labelName(key));

/** "bird 68 %, sign 32 %". */
export const shareWords = (mixed: Mixed, between = " · "): string => shareList(mixed).map(({ name, share }) => `${name} ${showPercent(share)}`).join(between);

export const mixWords = (mixed: Mixed): string => (isMixed(mixed) ? `${mixTitle(mixed)}, ${shareWords(mixed, ", ")}` : "not mixed");

export function MixMark({ mixed }: { mixed: Mixed }) {
  if (!isMixed(mixed)) return <span class="mix-mark not" aria-hidden="true">not mixed</span>;
  return (
    <>
      <span class="mix-mark" aria-hidden="true">{mixTitle(mixed)}</span>
      <MixBar mixed={mixed} />
    </>
  );
}

/** The picture's own label first, in the accent's colour. */
export function MixBar({ mixed }: { mixed: Mixed }) {
  return (
    <span class="mix-bar" aria-hidden="true">
      {shareList(mixed).map(({ name, share }, i) => <span key={name} class={`hue-${i % 4}`} style={{ width: `${share * 100}%` }} />)}
    </span>
  );
}

/** Where the partners are: what is not the sample's own is tinted. */
export function MixMask({ picture }: { picture: Picture }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { mixMask, width, height } = picture;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context || mixMask?.length !== width * height) return;
    canvas.current.width = width;
    canvas.current.height = height;
    const image = context.createImageData(width, height);
    for (const [i, own] of mixMask.entries()) {
      image.data[4 * i] = 233;
      image.data[4 * i + 1] = 96;
      image.data[4 * i + 2] = 32;
      image.data[4 * i + 3] = Math.round((255 - own) * 0.6);
    }
    context.putImageData(image, 0, 0);
  }, [mixMask, width, height]);
  return <canvas ref={canvas} class="mix-mask" width={1} height={1} aria-hidden="true" />;
}
