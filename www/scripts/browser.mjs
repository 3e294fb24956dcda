// The browser that tests and pictures use: the system's Chromium, or the one AUGPLAY_CHROMIUM names.
export const launch = {
  executablePath: process.env.AUGPLAY_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
