import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROUTES } from "../src/routes";

const app = readFileSync(new URL("../src/app.tsx", import.meta.url), "utf8");

test("addresses are absolute, without a slash at the end, each once", () => {
  for (const route of ROUTES) expect(route).toMatch(/^\/$|^(\/[a-z-]+)(\/:id)?$/);
  expect(new Set(ROUTES).size).toBe(ROUTES.length);
});

test("every page of the app has its address in the list of the gateway", () => {
  const pages = [...app.matchAll(/path=\{"([^"]+)"/g)].map(([, path]) => path);
  expect(new Set(pages)).toEqual(new Set(ROUTES));
});
