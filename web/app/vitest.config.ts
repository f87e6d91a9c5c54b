import { mergeConfig } from "vite";
import { defineConfig } from "vitest/config";
import app from "./vite.config.js";

// Apart from vite.config.ts: to build the app, Vitest need not be installed.
export default mergeConfig(
  app,
  defineConfig({ test: { include: ["test/**/*.test.ts"], environment: "node" } }),
);
