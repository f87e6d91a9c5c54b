// JavaScript that each page loads first, gzipped as the gateway does, with the larger language; exits 1 above the bar.
// The engine of a call comes later, when a partner is found, and does not count.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BAR = 60_000; // bytes
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

/** The files of a chunk and of all that it imports at once. */
function filesOf(name, files = new Set()) {
  const chunk = manifest[name];
  if (files.has(chunk.file)) return files;
  files.add(chunk.file);
  for (const each of chunk.imports ?? []) filesOf(each, files);
  return files;
}

const bytesOf = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 6 }).length;
const sum = (files) => [...files].reduce((total, file) => total + bytesOf(file), 0);

const entry = filesOf("index.html");
const languages = ["en", "ko"].map((each) => filesOf(`src/i18n/${each}.ts`));
const language = languages.reduce((one, other) => (sum(one) > sum(other) ? one : other));
const pages = Object.keys(manifest).filter(
  (name) => name.startsWith("src/pages/") && manifest[name].isDynamicEntry,
);
if (pages.length === 0) throw new Error("The manifest names no page.");

const loads = [
  ["welcome", new Set()],
  ...pages.map((name) => [name.replace(/^.*\/|\.tsx$/g, ""), filesOf(name)]),
];
let largest = 0;
for (const [name, files] of loads) {
  const total = sum(new Set([...entry, ...language, ...files]));
  largest = Math.max(largest, total);
  console.log(`${name.padEnd(16)} ${String(total).padStart(6)} bytes gzipped`);
}
const verdict = largest > BAR ? "TOO LARGE" : "ok";
console.log(`${"largest".padEnd(16)} ${String(largest).padStart(6)} of ${BAR} bytes gzipped  ${verdict}`);
process.exit(largest > BAR ? 1 : 0);
