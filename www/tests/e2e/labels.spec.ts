import { readFileSync } from "node:fs";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import type { Page } from "@playwright/test";
import { deepPng } from "./deep";
import { draws, drop, expect, open, painted, pixels, png, settled, step, test, thumb } from "./page";

const row = (page: Page, name: string) => page.getByRole("group", { name, exact: true });
const policy = (steps: object[], more: object = {}): string => JSON.stringify({ augplay: 1, name: "labels", target: "albumentations 2.0.8", seed: 3, ...more, steps });
const flip = [{ op: "horizontal_flip" }];

const coco = (images: { id: number; file_name: string }[], annotations: object[]): string =>
  JSON.stringify({
    info: { year: 2017 },
    images: images.map((image) => ({ ...image, width: 120, height: 80 })),
    annotations: annotations.map((one, i) => ({ id: i + 1, iscrowd: 0, ...one })),
    categories: [{ id: 1, name: "cat" }, { id: 2, name: "dog" }],
  });

async function dropPolicy(page: Page, text: string): Promise<void> {
  await drop(page, [{ name: "own.json", type: "application/json", bytes: text }]);
  await expect(page.getByLabel("Name of the policy")).toHaveValue("labels");
  await settled(page);
}

const json = (text: string) => ({ name: "instances.json", type: "application/json", bytes: text });
async function picture(page: Page, name: string, colour: string) {
  return { name, type: "image/png", bytes: await png(page, 120, 80, colour) };
}

test("COCO beside its pictures is matched, drawn, and what is wrong in it is named", async ({ page }) => {
  await open(page);
  await dropPolicy(page, policy(flip));
  const file = coco(
    [{ id: 1, file_name: "a.png" }, { id: 2, file_name: "train/b.png" }],
    [
      { image_id: 1, category_id: 1, bbox: [20, 20, 40, 30] },
      { image_id: 2, category_id: 2, bbox: [5, 5, 50, 50] },
      { image_id: 2, category_id: 1, bbox: [60, 10, 20, 20] },
      { image_id: 1, category_id: 1, bbox: [20, 20, 0, 30] },
    ],
  );
  await drop(page, [await picture(page, "a.png", "#2a6"), json(file), await picture(page, "b.png", "#26a")]);
  const notice = page.locator(".notice", { hasText: "Matched 2 of 2, 3 boxes" });
  await expect(notice).toBeVisible();
  await notice.getByText("1 problem").click();
  await expect(notice.locator(".notice-line")).toContainText("instances.json");
  await settled(page);
  await expect(row(page, "a.png").locator(".cell.original .mark-name")).toHaveText(["cat"]);
  await expect(row(page, "b.png").locator(".cell[data-view='0'] .mark-over")).toHaveCount(2);
  // Mirrored with its picture: 120 px wide at most, the box stands where it must.
  const path = await row(page, "a.png").locator(".cell[data-view='0'] .mark-over").getAttribute("d");
  expect(path).toBe("M60 20H100V50H60Z");
  await page.reload();
  await painted(page);
  await expect(row(page, "b.png").locator(".cell.original .mark-over")).toHaveCount(2);
});

test("label files wait for their pictures, and two that fit are asked about", async ({ page }) => {
  await open(page);
  const file = coco(
    [{ id: 1, file_name: "left/a.png" }, { id: 2, file_name: "right/a.png" }],
    [{ image_id: 1, category_id: 1, bbox: [1, 1, 9, 9] }, { image_id: 2, category_id: 2, bbox: [20, 20, 80, 50] }],
  );
  await drop(page, [json(file)]);
  await expect(page.getByText("instances.json is kept")).toBeVisible();
  await drop(page, [await picture(page, "a.png", "#a62")]);
  const dialog = page.getByRole("dialog", { name: "Which record is meant?" });
  await dialog.getByRole("combobox", { name: "Record for a.png" }).selectOption("right/a.png");
  await dialog.getByRole("button", { name: "Use 1 of 1" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("Matched 1 of 1, 1 box")).toBeVisible();
  await settled(page);
  await expect(row(page, "a.png").locator(".cell.original .mark-name")).toHaveText(["dog"]);
});

test("overlays are switched as a whole and by kind", async ({ page }) => {
  await open(page);
  const arrows = row(page, "Turn arrows").locator(".cell.original");
  const film = ".row[data-sample='sample-chest'] .cell.original";
  await expect(arrows.locator(".mark-over")).toHaveCount(2);
  const tinted = await pixels(page, film);
  await page.getByRole("button", { name: "Which overlays" }).click();
  await page.getByRole("menuitemcheckbox", { name: "masks" }).click();
  await settled(page);
  expect(await pixels(page, film)).not.toBe(tinted);
  await expect(arrows.locator(".mark-over")).toHaveCount(2);
  await page.getByRole("button", { name: "Overlays", exact: true }).click();
  await expect(arrows.locator(".mark-over")).toHaveCount(0);
});

test("a mirrored bird has its left and right swapped, unless the policy says otherwise", async ({ page }) => {
  await open(page);
  await dropPolicy(page, policy(flip));
  await row(page, "Red-winged blackbird").locator(".cell[data-view='0']").click();
  const names = page.getByRole("dialog").locator(".mark-name");
  await expect(names.filter({ hasText: "left_eye" })).toHaveCount(1);
  await expect(names.filter({ hasText: "right_eye" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.getByRole("region", { name: "Rules for labels" }).getByRole("button", { name: /^Labels/ }).click();
  await page.getByRole("switch", { name: "Swap left right" }).click();
  await settled(page);
  await row(page, "Red-winged blackbird").locator(".cell[data-view='0']").click();
  await expect(names.filter({ hasText: "right_eye" })).toHaveCount(1);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Code", exact: true }).click();
  await expect(page.getByRole("textbox", { name: "Policy as YAML" })).toHaveValue(/keypoints:\s*\{?\s*swap_left_right: false/);
});

test("the Labels view counts losses, says who did it, and opens the worst draws", async ({ page }) => {
  await open(page);
  await page.getByRole("radio", { name: "Labels" }).click();
  const view = page.getByRole("region", { name: "Label safety" });
  await expect(view).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
  await expect(view.locator(".draw-line")).toContainText("600 draws of 3 pictures");
  await expect(view.locator(".tile").first()).toContainText("boxes lost");
  await expect(view.getByRole("row", { name: /buoy/ })).toContainText("200");
  const culprit = view.getByRole("region", { name: "By step" }).getByRole("button").first();
  await expect(culprit).toHaveText("random_resized_crop");
  await culprit.click();
  await expect(step(page, "random_resized_crop")).toHaveClass(/open/);

  await settled(page);
  const worst = view.getByRole("region", { name: "Worst draws" }).locator(".worst-draw").nth(1);
  const [, number = ""] = /draw (\d+)/.exec((await worst.textContent()) ?? "") ?? [];
  await worst.getByRole("button").click();
  const large = page.getByRole("dialog");
  await expect(large.getByRole("heading")).toContainText(`draw ${number}`);
  await expect(large.getByRole("list", { name: "Labels lost" })).toContainText("lost in");
  await large.getByRole("button", { name: "See step by step" }).click();
  await expect(page.locator(".view-picker")).toContainText(`draw ${number}`);
  await settled(page);

  // A policy that only mirrors loses nothing.
  await dropPolicy(page, policy(flip));
  await page.getByRole("radio", { name: "Labels" }).click();
  await expect(view.getByText("Nothing is lost in 600 draws.")).toBeVisible();
});

test("a rule for boxes is kept in the policy and takes small boxes out", async ({ page }) => {
  await open(page);
  await dropPolicy(page, policy(flip));
  const buoy = row(page, "Small buoy").locator(".cell[data-view='0']");
  await expect(buoy.locator(".mark-over")).toHaveCount(1);
  await page.getByRole("region", { name: "Rules for labels" }).getByRole("button", { name: /^Labels/ }).click();
  const area = page.getByRole("textbox", { name: "Min area" });
  await area.fill("4000");
  await area.press("Enter");
  await settled(page);
  await expect(buoy.locator(".mark-over")).toHaveCount(0);
  await expect(buoy.locator(".loss-mark")).toHaveText("1 box lost");
  await expect(page.locator(".label-rules .step-summary")).toContainText("min area 4000");
  await page.locator(".grid-scroll").click({ position: { x: 4, y: 4 } });
  await page.keyboard.press("Control+z");
  await settled(page);
  await expect(buoy.locator(".mark-over")).toHaveCount(1);
});

test("16-bit grey is offered a window, which is dragged over its histogram and kept in the policy", async ({ page }) => {
  await open(page);
  await dropPolicy(page, policy(flip));
  await drop(page, [{ name: "scan.png", type: "image/png", bytes: deepPng(64, 48, (x, y) => 1000 + 40 * x + y) }]);
  await expect(page.locator(".input-offer")).toContainText("levels 1000 to 3567");
  await settled(page);
  const scan = ".row[aria-label='scan.png'] .cell[data-view='0']";
  const clipped = await pixels(page, scan);
  await page.getByRole("button", { name: "Choose a window" }).click();
  await expect(page.locator(".histogram")).toBeVisible();
  await settled(page);
  const fitted = await pixels(page, scan);
  expect(fitted).not.toBe(clipped);
  // Colour cannot be read through a window of grey levels: said once a picture, not in every cell.
  await expect(row(page, "Turn arrows").locator(".cell-failure")).toHaveCount(1);

  const from = await thumb(page, "Window, from").boundingBox();
  if (!from) throw new Error("no thumb");
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 90, from.y + 8, { steps: 5 });
  await page.mouse.up();
  await settled(page);
  expect(await pixels(page, scan)).not.toBe(fitted);
  await thumb(page, "Window, to").press("End");
  await page.getByRole("button", { name: "Code", exact: true }).click();
  await expect(page.getByRole("textbox", { name: "Policy as YAML" })).toHaveValue(/input:\s*\{?\s*window: \[\d+, 3567\]/);
  await page.getByRole("button", { name: "Fit" }).click();
  await settled(page);
  expect(await pixels(page, scan)).toBe(fitted);
  await page.getByRole("button", { name: /^Input:/ }).click();
  await page.getByRole("menuitemradio", { name: "colour (RGB)" }).click();
  await settled(page);
  expect(await pixels(page, scan)).toBe(clipped);
  await expect(row(page, "Turn arrows").locator(".cell-failure")).toHaveCount(0);
});

test("views are saved with their annotations in the kind they came in", async ({ page }) => {
  await open(page);
  await dropPolicy(page, policy(flip));
  const file = coco([{ id: 1, file_name: "a.png" }], [{ image_id: 1, category_id: 2, bbox: [20, 20, 40, 30] }]);
  await drop(page, [await picture(page, "a.png", "#2a6"), json(file)]);
  await expect(page.getByText("Matched 1 of 1, 1 box")).toBeVisible();
  await settled(page);
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const each = page.getByRole("textbox", { name: "Views of each picture" });
  await each.fill("2");
  await each.press("Enter");
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), page.getByRole("button", { name: "Save 12 views with annotations" }).click()]);
  const files = unzipSync(readFileSync(await download.path()));
  const names = Object.keys(files);
  expect(names.filter((name) => name.startsWith("images/"))).toHaveLength(12);
  expect(names.filter((name) => name.startsWith("masks/"))).toHaveLength(2);
  const written = names.filter((name) => name.endsWith(".json")).map((name) => JSON.parse(strFromU8(files[name] ?? new Uint8Array())) as { images: unknown[]; annotations: { bbox: number[] }[] });
  expect(written).toHaveLength(2);
  const own = written.find(({ images }) => images.length === 2);
  expect(own?.annotations.map(({ bbox }) => bbox)).toEqual([[60, 20, 40, 30], [60, 20, 40, 30]]);
});

test("a reading that takes long shows how far it is and can be cancelled", async ({ page }) => {
  await open(page);
  await drop(page, [await picture(page, "a.png", "#2a6")]);
  await expect(page.locator(".row")).toHaveCount(6);
  // A file of many small records, most of them of no picture here.
  await page.evaluate(() => {
    const part = `${Array.from({ length: 20_000 }, (_, i) => `{"id":${i},"image_id":2,"category_id":1,"bbox":[1,2,3,4],"segmentation":[[1,2,3,4,5,6,7,8]],"iscrowd":0}`).join(",")},`;
    const head = '{"images":[{"id":1,"file_name":"a.png","width":120,"height":80},{"id":2,"file_name":"b.png","width":9,"height":9}],"categories":[{"id":1,"name":"cat"}],"annotations":[';
    const tail = '{"id":-1,"image_id":1,"category_id":1,"bbox":[1,2,3,4]}]}';
    const data = new DataTransfer();
    data.items.add(new File([head, ...new Array<string>(100).fill(part), tail], "huge.json", { type: "application/json" }));
    document.querySelector("main")?.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
  });
  await expect(page.locator(".notice progress")).toBeVisible({ timeout: 20_000 });
  await expect(page.locator(".notice", { hasText: "Reading huge.json" })).toContainText("MB");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Reading labels was cancelled.")).toBeVisible();
  await expect(draws(page).first()).toBeVisible();
});

test("a zip in YOLO's layout is opened, matched and written back in its kinds", async ({ page }) => {
  await open(page);
  await dropPolicy(page, policy(flip));
  const bytes = async (name: string, colour: string): Promise<Uint8Array> => new Uint8Array((await picture(page, name, colour)).bytes);
  const zip = zipSync({
    "data.yaml": strToU8("path: .\ntrain: images/train\nnames:\n  0: cat\n  1: dog\n"),
    "images/train/a.png": await bytes("a.png", "#2a6"),
    "images/train/b.png": await bytes("b.png", "#a62"),
    "labels/train/a.txt": strToU8("1 0.25 0.5 0.5 0.5\n"),
    "labels/train/b.txt": strToU8("0 0.5 0.5 0.2 0.4\n7 0.5 0.5 0.1 0.1\n0 nonsense\n"),
  });
  await drop(page, [{ name: "set.zip", type: "application/zip", bytes: [...zip] }]);
  const notice = page.locator(".notice", { hasText: "Matched 2 of 2" });
  await expect(notice).toBeVisible();
  await notice.locator("summary").click();
  await expect(notice.locator(".notice-line").first()).toContainText("b.txt");
  await settled(page);
  await expect(row(page, "a.png").locator(".cell[data-view='0'] .mark-over")).toHaveAttribute("d", "M60 20H120V60H60Z");
  await expect(row(page, "a.png").locator(".cell.original .mark-name")).toHaveText(["dog"]);
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const each = page.getByRole("textbox", { name: "Views of each picture" });
  await each.fill("1");
  await each.press("Enter");
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), page.getByRole("button", { name: "Save 7 views with annotations" }).click()]);
  const files = unzipSync(readFileSync(await download.path()));
  const written = Object.keys(files).filter((name) => name.endsWith(".txt") && name.includes("-a-"));
  expect(written).toEqual(["labels/06-a-0.txt"]);
  expect(strFromU8(files[written[0] ?? ""] ?? new Uint8Array()).trim().split(/\s+/).map(Number)).toEqual([1, 0.75, 0.5, 0.5, 0.5]);
});
