// What a browser transfers, gzipped as the gateway does; exits 1 above the bars.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BARS = { "maru-client.js": 10_000, "call.js": 8_000 }; // bytes
let tooLarge = 0;
for (const [name, bar] of Object.entries(BARS)) {
  const bytes = gzipSync(readFileSync(new URL(`../dist/${name}`, import.meta.url)), { level: 6 }).length;
  const verdict = bytes > bar ? "TOO LARGE" : "ok";
  console.log(`${name.padEnd(16)} ${String(bytes).padStart(6)} of ${bar} bytes gzipped  ${verdict}`);
  tooLarge += bytes > bar ? 1 : 0;
}
process.exit(tooLarge ? 1 : 0);
