import { defineConfig } from "@playwright/test";
import { launch } from "./scripts/browser.mjs";

// AUGPLAY_URL names a page that is served already; without it the built page is served here.
const served = process.env["AUGPLAY_URL"];

export default defineConfig({
  testDir: "tests/e2e",
  timeout: 90_000,
  fullyParallel: false,
  workers: 1,
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    baseURL: served ?? "http://127.0.0.1:8431/",
    launchOptions: launch,
    viewport: { width: 1440, height: 900 },
    trace: "off",
  },
  ...(served
    ? {}
    : { webServer: { command: "npx vite preview --host 127.0.0.1 --port 8431 --strictPort", url: "http://127.0.0.1:8431/", reuseExistingServer: false } }),
});
