/** Comparing finished pictures. */

interface Raster {
  width: number;
  height: number;
  rgba: Uint8ClampedArray;
}

/** Share of pixels that differ and the largest difference in levels; sizes that differ count whole. */
export function difference(a: Raster, b: Raster): { share: number; most: number } {
  if (a.width !== b.width || a.height !== b.height) return { share: 1, most: 255 };
  let differing = 0;
  let most = 0;
  for (let i = 0; i < a.rgba.length; i += 4) {
    let apart = 0;
    for (let c = 0; c < 4; c++) apart = Math.max(apart, Math.abs((a.rgba[i + c] ?? 0) - (b.rgba[i + c] ?? 0)));
    if (apart > 0) differing += 1;
    most = Math.max(most, apart);
  }
  return { share: differing / Math.max(1, a.width * a.height), most };
}
