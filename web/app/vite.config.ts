import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `npm run dev -w app` shows the sources beside a running system, whose address is APP_SERVER. */
const server = process.env.APP_SERVER ?? "http://localhost:8080";
const proxied = {
  target: server,
  changeOrigin: true,
  rewriteWsOrigin: true,
  headers: { Origin: new URL(server).origin }, // the session cookie is for pages of the server's own origin
};
const proxy = { "/api": proxied, "/ws": { ...proxied, ws: true }, "/uploads": proxied };

/** The page is drawn once, by the app: without this a chosen theme would follow the system's for a moment. */
const drawOnce = {
  name: "maru-draw-once",
  transformIndexHtml: (html: string) => html.replace('<script type="module"', '$& blocking="render"'),
};

export default defineConfig({
  resolve: {
    alias: [
      { find: /^maru-client$/, replacement: here("../client/src/index.ts") },
      { find: /^maru-react$/, replacement: here("../react/src/index.ts") },
      { find: /^react$/, replacement: "preact/compat" },
    ],
  },
  plugins: [{ ...drawOnce, enforce: "post" }],
  build: {
    target: "es2022",
    assetsInlineLimit: 0, // the page's policy allows no data: addresses
    modulePreload: { polyfill: false },
    manifest: true, // scripts/size.mjs reads what each page loads
  },
  server: { proxy },
  preview: { proxy },
});
