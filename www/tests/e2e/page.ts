/** What the tests do with the page, in the page's own words. */
import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Locator, type Page } from "@playwright/test";

/** Every test also holds the page to: nothing from elsewhere, nothing thrown, nothing logged as an error. */
export const test = base.extend<{ quiet: undefined }>({
  quiet: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = [];
      const origin = new URL(baseURL ?? "").origin;
      page.on("request", (request) => {
        const url = request.url();
        if (!url.startsWith(origin) && !url.startsWith("blob:") && !url.startsWith("data:") && !url.includes("example.org")) complaints.push(`request to ${url}`);
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => { if (message.type() === "error" && !message.text().includes("example.org")) complaints.push(message.text()); });
      await use(undefined);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect };

export const draws = (page: Page): Locator => page.locator(".cell[data-view]:not([data-view=original])");

export async function open(page: Page, hash = ""): Promise<void> {
  await page.goto(`./${hash}`);
  await painted(page);
}

export async function painted(page: Page): Promise<void> {
  await expect(draws(page).first()).not.toHaveClass(/blank/, { timeout: 15_000 });
  await settled(page);
}

/**
 * Waits until the grid has nothing left to draw, and stays so for a few
 * frames: a row learns that it is in sight a frame after it got its height.
 */
export async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(50);
  await page.evaluate(() => new Promise<void>((resolve, reject) => {
    const late = performance.now() + 20_000;
    let idle = 0;
    const look = (now: number): void => {
      idle = document.querySelector(".grid-scroll")?.getAttribute("aria-busy") === "false" ? idle + 1 : 0;
      if (idle > 8) resolve();
      else if (now > late) reject(new Error("the grid is still busy after 20 s"));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }));
}

/** A fingerprint of the pixels of the cells that a selector names. */
export async function pixels(page: Page, selector = ".cell[data-view='0'], .cell[data-view='1']"): Promise<string> {
  return page.locator(selector).locator("canvas").evaluateAll((all) =>
    (all as HTMLCanvasElement[])
      .map((canvas) => {
        const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        let hash = 2166136261;
        for (const level of data) hash = Math.imul(hash ^ level, 16777619);
        return `${canvas.width}x${canvas.height}:${hash >>> 0}`;
      })
      .join(" "),
  );
}

/** Drops files on the page as a hand would. */
export async function drop(page: Page, files: { name: string; type: string; bytes: number[] | string }[]): Promise<void> {
  const transfer = await page.evaluateHandle((list) => {
    const data = new DataTransfer();
    for (const { name, type, bytes } of list)
      data.items.add(new File([typeof bytes === "string" ? bytes : new Uint8Array(bytes)], name, { type }));
    return data;
  }, files);
  await page.dispatchEvent("main", "dragenter", { dataTransfer: transfer });
  await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
}

/** Pastes text as a hand would, outside of any field. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData("text/plain", pasted);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

/** What axe has to say of the page as it is. */
export async function violations(page: Page): Promise<string[]> {
  const { violations: all } = await new AxeBuilder({ page }).analyze();
  return all.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

/** The policy as it is kept for the next visit. */
export const saved = (page: Page): Promise<Record<string, unknown>> =>
  page.evaluate(() => {
    for (const name of Object.keys(localStorage)) {
      const kept = JSON.parse(localStorage.getItem(name) ?? "null") as { tree?: string } | null;
      if (typeof kept?.tree === "string") return JSON.parse(kept.tree) as Record<string, unknown>;
    }
    return {};
  });

/** A PNG made by the browser: a two-coloured picture of the given size. */
export async function png(page: Page, width: number, height: number, colour = "#d33"): Promise<number[]> {
  return page.evaluate(
    async ([w, h, fill]) => {
      const canvas = new OffscreenCanvas(w, h);
      const context = canvas.getContext("2d");
      if (!context) throw new Error("no canvas");
      context.fillStyle = fill;
      context.fillRect(0, 0, w, h);
      context.fillStyle = "#fff";
      context.fillRect(w / 4, h / 4, w / 3, h / 5);
      return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer())];
    },
    [width, height, colour] as const,
  );
}

export const step = (page: Page, id: string): Locator => page.locator(`.step[data-step="${id}"]`);
export const thumb = (page: Page, label: string): Locator => page.getByRole("slider", { name: label, exact: true });
export const ids = (page: Page): Promise<(string | undefined)[]> =>
  page.locator(".recipe > .recipe-scroll > .steps > .step").evaluateAll((all) => (all as HTMLElement[]).map((each) => each.dataset["step"]));

export const OWN_POLICY = JSON.stringify({
  augplay: 1,
  name: "flips",
  target: "torchvision 0.29 pillow",
  seed: 3,
  steps: [{ op: "horizontal_flip", p: 0.5 }, { op: "rotate", angle_deg: [-30, 30] }],
});
