// Makes src/generated/ from contracts/. `--check` writes nothing and exits 1 when a file would change.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";
import openapiTS, { astToString } from "openapi-typescript";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const target = join(here, "../src/generated");
const contracts = join(root, "contracts");
const header = (source) => `// Generated from contracts/${source} by \`npm run generate\`. Do not edit.\n\n`;

async function http(name) {
  const source = `openapi/${name}.json`;
  const document = JSON.parse(readFileSync(join(contracts, source), "utf8"));
  return header(source) + astToString(await openapiTS(document, { transform: binaryAsFile }));
}

// A field of a form that holds a file is a File, not a string.
function binaryAsFile(schema) {
  const isFile = schema.format === "binary" || schema.contentMediaType === "application/octet-stream";
  return isFile ? fileType : undefined;
}
const { default: ts } = await import("typescript");
const fileType = ts.factory.createTypeReferenceNode("Blob");

async function frames() {
  const source = "realtime_messages.schema.json";
  const schema = JSON.parse(readFileSync(join(contracts, source), "utf8"));
  const text = await compile(schema, "RealtimeMessages", {
    unreachableDefinitions: true,
    additionalProperties: false,
    bannerComment: "",
    format: false,
  });
  return header(source) + text;
}

// The codes and what each means, as a union with documentation.
function errorCodes() {
  const source = "error_codes.json";
  const codes = Object.entries(JSON.parse(readFileSync(join(contracts, source), "utf8")));
  const members = codes.map(([code, { means }]) => `  /** ${means} */\n  ${JSON.stringify(code)}: true;`);
  return `${header(source)}interface ErrorCodes {\n${members.join("\n")}\n}\n\nexport type ServerErrorCode = keyof ErrorCodes;\n`;
}

const checking = process.argv.includes("--check");
if (!checking) {
  const python = process.env.PYTHON ?? join(root, ".venv/bin/python");
  execFileSync(python, [join(root, "web/openapi_documents.py")], { stdio: "inherit" });
}
const files = {
  "auth-match.ts": await http("auth-match"),
  "image-community.ts": await http("image-community"),
  "frames.ts": await frames(),
  "error-codes.ts": errorCodes(),
};
mkdirSync(target, { recursive: true });
let drifted = 0;
for (const [name, text] of Object.entries(files)) {
  const path = join(target, name);
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  if (checking) {
    console.error(`src/generated/${name} differs from contracts/: run \`npm run generate\``);
    drifted += 1;
  } else writeFileSync(path, text);
}
process.exit(drifted ? 1 : 0);
