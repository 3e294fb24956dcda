// Prints what the first load weighs, gzipped, and fails when it is over the budget.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 150 * 1024;
const dist = new URL("../dist/", import.meta.url);
const html = readFileSync(new URL("index.html", dist), "utf8");
const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]);
const workers = readdirSync(new URL("assets/", dist)).filter((file) => /^worker-.*\.js$/.test(file)).map((file) => `assets/${file}`);
let total = 0;
for (const file of new Set([...named, ...workers])) {
  const size = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
  total += size;
  console.log(`${(size / 1024).toFixed(1).padStart(7)} KB gzip  ${file}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(7)} KB gzip  page's JS and CSS at first load (budget ${BUDGET / 1024} KB)`);
if (total > BUDGET) process.exitCode = 1;
