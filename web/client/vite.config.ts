/// <reference types="vitest/config" />
import { defineConfig } from "vite"; // not from Vitest, which a server that builds this does not have

// Two files whose names have no hash: pages of other origins load /client/v1/maru-client.js, and that loads call.js.
export default defineConfig({
  build: {
    target: "es2022",
    lib: { entry: "src/index.ts", formats: ["es"], fileName: () => "maru-client.js" },
    rolldownOptions: {
      preserveEntrySignatures: "allow-extension", // what both use stays in the entry, not in a third file
      output: { chunkFileNames: "call.js", minify: true },
    },
  },
  test: { include: ["test/**/*.test.ts"] },
});
