/** What a large catalogue asks of the page: finding, filling in, being refused. */
import { draws, drop, expect, ids, open, OWN_POLICY, painted, pixels, saved, settled, step, test } from "./page";
import type { Locator, Page } from "@playwright/test";

const policy = (steps: unknown[], more: object = {}): string => JSON.stringify({ augplay: 1, name: "asked", target: "albumentations 2.0.8", seed: 1, steps, ...more });

async function load(page: Page, text: string): Promise<void> {
  await drop(page, [{ name: "asked.json", type: "application/json", bytes: text }]);
  await expect(page.getByLabel("Name of the policy")).toHaveValue((JSON.parse(text) as { name: string }).name);
  await settled(page);
}

async function palette(page: Page): Promise<Locator> {
  await draws(page).first().focus();
  await page.keyboard.press("/");
  return page.getByRole("combobox", { name: "Search steps" });
}

test("the output is written into the policy, undone, and there after a reload", async ({ page }) => {
  await open(page);
  const before = await pixels(page);
  const output = page.getByRole("button", { name: /^Output:/ });
  await output.click();
  await page.getByRole("menuitemradio", { name: "normalize: imagenet" }).click();
  await expect(output).toHaveText(/normalize: imagenet/);
  await expect.poll(() => saved(page)).toMatchObject({ then: { normalize: "imagenet" } });
  await settled(page);
  expect(await pixels(page)).toBe(before);
  await page.reload();
  await painted(page);
  await expect(output).toHaveText(/normalize: imagenet/);
  await output.click();
  await page.getByRole("menuitemradio", { name: "float 0 to 1" }).click();
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(output).toHaveText(/normalize: imagenet/);
  await page.getByRole("button", { name: /^Redo/ }).click();
  await expect(output).toHaveText(/float 0 to 1/);
  await page.locator(".panel-code").click();
  await expect(page.locator("textarea.code")).toHaveValue(/then: to_float/);
});

test("the output can be chosen on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.getByRole("button", { name: /^Output:/ }).click();
  await page.getByRole("menuitemradio", { name: "float 0 to 1" }).click();
  await expect(page.getByRole("button", { name: /^Output:/ })).toHaveText(/float 0 to 1/);
});

test("a step and the palette lead to pages that are there", async ({ page, request, baseURL }) => {
  await open(page);
  const docs = page.locator(".step.open .step-doc a");
  await palette(page);
  const links = [await page.getByRole("link", { name: "all ops" }).getAttribute("href")];
  await page.keyboard.press("Escape");
  links.push(await docs.getAttribute("href"));
  for (const link of links) {
    const answer = await request.get(new URL(link ?? "", baseURL).href);
    expect(answer.status()).toBe(200);
    // A page of its own, not the application again.
    expect(await answer.text()).not.toContain('id="app"');
  }
});

test("the palette finds ops by the names that libraries give them, and says so", async ({ page }) => {
  await open(page);
  const search = await palette(page);
  for (const [asked, found] of [
    ["cutout", "coarse_dropout"], ["jpeg", "image_compression"], ["pillarbox", "letterbox"],
    ["shift scale rotate", "affine"], ["RandBiasField", "bias_field"], ["TPS", "thin_plate_spline"],
  ] as const) {
    await search.fill(asked);
    await expect(page.getByRole("option").filter({ has: page.getByText(found, { exact: true }) })).toBeVisible();
  }
  await search.fill("letterbox");
  await expect(page.getByRole("option").first()).toContainText("letterbox");
  await search.press("Enter");
  expect(await ids(page)).toContain("letterbox");
});

test("the palette's groups stand once each and are reached by a click or a key", async ({ page }) => {
  await open(page);
  const search = await palette(page);
  const names = await page.locator(".palette-group").allTextContents();
  expect(new Set(names).size).toBe(names.length);
  expect(await page.locator(".palette-jumps button").allTextContents()).toEqual(names);
  await page.getByRole("button", { name: "Medical", exact: true }).click();
  await expect(page.getByRole("group", { name: "Medical" }).getByRole("option").first()).toBeInViewport();
  await expect(search).toBeFocused();
  await search.press("PageDown");
  await search.press("PageDown");
  await expect(page.getByRole("group", { name: "Colour and tone" }).getByRole("option").first()).toHaveAttribute("aria-selected", "true");
});

test("a preview that cannot be drawn leaves no error behind", async ({ page }) => {
  await open(page);
  const before = await pixels(page);
  const search = await palette(page);
  await search.fill("move tiles");
  await page.waitForTimeout(250);
  await search.press("Escape");
  await settled(page);
  await expect(page.locator(".param-error")).toHaveCount(0);
  await expect(page.locator(".facts")).toContainText("steps per view");
  expect(await pixels(page)).toBe(before);
});

test("what a new step still needs is asked for, not blamed", async ({ page }) => {
  await open(page);
  await load(page, policy([{ op: "horizontal_flip" }]));
  const before = await pixels(page);
  const search = await palette(page);
  await search.fill("posterize");
  await page.waitForTimeout(250);
  await search.fill("weighted sum");
  await search.press("Enter");
  const card = step(page, "weighted_sum");
  await expect(card).toContainText("Add a step inside.");
  await expect(page.locator(".param-error, .step.failed")).toHaveCount(0);
  await expect(page.locator(".facts")).toContainText("as it was before");
  // The policy as it was, not what the palette showed last.
  await expect.poll(() => pixels(page)).toBe(before);
  await card.getByRole("button", { name: "Add inside" }).click();
  await page.getByRole("combobox", { name: "Search steps" }).fill("invert");
  await page.keyboard.press("Enter");
  await settled(page);
  await expect(page.locator(".facts")).toContainText("steps per view");
});

test("words among numbers are asked for as numbers", async ({ page }) => {
  await open(page);
  await load(page, policy([{ select_channels: [{ op: "invert" }] }]));
  const card = step(page, "select_channels");
  await card.locator("> .step-head .step-title").click();
  const channels = card.getByRole("textbox", { name: "Channels" });
  await channels.fill("red");
  await channels.press("Enter");
  await expect(card).toContainText("Only numbers");
  await channels.fill("1");
  await channels.press("Enter");
  await settled(page);
  await expect(page.locator(".facts")).toContainText("steps per view");
});

test("a long list is edited in a box and keeps its digits", async ({ page }) => {
  await open(page);
  const long = Array.from({ length: 10 }, (_, i) => 0.123456789 / (i + 1));
  await load(page, policy([{ op: "bias_field", coefficients: long }]));
  const card = step(page, "bias_field");
  await card.locator("> .step-head .step-title").click();
  await card.getByRole("button", { name: "more" }).click();
  await expect(card).toContainText("10 numbers");
  const box = card.getByRole("textbox", { name: "Coefficients" });
  await box.fill((await box.inputValue()).replace(/^[^,]+/, "0.25"));
  await box.blur();
  await expect.poll(async () => (await saved(page))["steps"]).toMatchObject([{ coefficients: [0.25, ...long.slice(1)] }]);
});

test("grey input greys the pictures; a step that refuses them says so in its own cells alone", async ({ page }) => {
  await open(page);
  const coloured = await pixels(page, ".cell.original");
  await load(page, policy([{ op: "planckian_jitter", p: 0.5 }], { input: "grey" }));
  await expect.poll(() => pixels(page, ".cell.original")).not.toBe(coloured);
  await settled(page);
  const refused = page.locator(".cell-failure");
  await expect(refused.first()).toContainText("needs a picture with three channels");
  expect(await refused.count()).toBeLessThan(await draws(page).count());
  await expect(page.locator(".param-error")).toHaveCount(0);
  await refused.first().click();
  const large = page.getByRole("dialog");
  await expect(large.getByRole("alert")).toHaveText(/^planckian_jitter: needs a picture/);
  await expect(large.getByRole("button", { name: "Copy as policy" })).toBeDisabled();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(refused).toHaveCount(0);
  await expect.poll(() => pixels(page, ".cell.original")).toBe(coloured);
});

test("steps of another library are marked in a line and named at export", async ({ page }) => {
  await open(page);
  await load(page, JSON.stringify({ ...(JSON.parse(OWN_POLICY) as object), steps: [{ op: "random_rain" }, { op: "horizontal_flip" }] }));
  const mark = step(page, "random_rain").locator(".badge");
  await expect(mark).toContainText("not in torchvision");
  expect((await mark.boundingBox())?.height).toBeLessThan(24);
  await page.locator(".panel-export").click();
  await expect(page.locator(".verdicts .badge.unsupported")).toHaveText("not supported");
});
