// JavaScript of the first load, gzipped as the gateway does; exits 1 above the bar. Chunks that load later do not count.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BAR = 45_000; // bytes
const dist = new URL("../dist/", import.meta.url);
const html = readFileSync(new URL("index.html", dist), "utf8");
const scripts = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1]);
if (scripts.length === 0) throw new Error("index.html names no script.");

let total = 0;
for (const name of scripts) {
  const bytes = gzipSync(readFileSync(new URL(name, dist)), { level: 6 }).length;
  console.log(`${name.padEnd(32)} ${String(bytes).padStart(6)} bytes gzipped`);
  total += bytes;
}
const verdict = total > BAR ? "TOO LARGE" : "ok";
console.log(`${"first load".padEnd(32)} ${String(total).padStart(6)} of ${BAR} bytes gzipped  ${verdict}`);
process.exit(total > BAR ? 1 : 0);
