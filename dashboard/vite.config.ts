import { fileURLToPath } from "node:url";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

/**
 * The dashboard is built into the worker's static assets, under `/dashboard/`.
 *
 * Nothing is inlined: the page runs under `script-src 'self'; style-src 'self'` with Trusted Types.
 */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/dashboard/",
  plugins: [preact({ devToolsEnabled: false })],
  build: {
    outDir: fileURLToPath(new URL("../dist/assets/dashboard", import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
  server: {
    proxy: { "/admin": { target: "http://127.0.0.1:8787", ws: true } },
  },
});
