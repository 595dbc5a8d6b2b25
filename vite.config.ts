import { vitePlugin as remix } from "@remix-run/dev";
import { cp } from "node:fs/promises";
import { defineConfig, type Plugin } from "vite";
import tsconfigPaths from "vite-tsconfig-paths";
import { beforeShop } from "./app/db-scope.server";

// `shopify app dev` passes the tunnel's URL as HOST, which Remix would use as a listening address.
if (process.env.HOST?.startsWith("https://")) {
  process.env.SHOPIFY_APP_URL ??= process.env.HOST;
  delete process.env.HOST;
}

declare module "@remix-run/node" {
  interface Future {
    v3_singleFetch: true;
  }
}

/** Thread programs are separate entries of the server's build: app/jobs/training/, app/db-thread.server.ts. */
const threads: Plugin = {
  name: "kindred-threads",
  apply: (_config, { command, isSsrBuild }) => command === "build" && isSsrBuild === true,
  buildStart() {
    this.emitFile({
      type: "chunk",
      id: "./app/jobs/training/thread.server.ts",
      fileName: "thread.js",
    });
    this.emitFile({
      type: "chunk",
      id: "./app/db-thread.server.ts",
      fileName: "db-thread.js",
    });
  },
};

/** The server reads the catalog of texts (app/i18n/) beside its code. */
const locales: Plugin = {
  name: "kindred-locales",
  apply: (_config, { command, isSsrBuild }) => command === "build" && isSsrBuild === true,
  writeBundle: ({ dir }) => cp("app/i18n/locales", `${dir}/locales`, { recursive: true }),
};

/** In development Remix serves the routes without app/http/answer-faults.server.ts: each request begins here. */
const requests: Plugin = {
  name: "kindred-requests",
  configureServer({ middlewares }) {
    middlewares.use((_request, _response, next) => void beforeShop(() => next()));
  },
};

export default defineConfig(({ command, isSsrBuild }) => ({
  server: {
    port: Number(process.env.PORT ?? 3000),
    // The Shopify CLI serves the app through a tunnel with a random host.
    allowedHosts: true,
  },
  plugins: [
    remix({
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        // All routes are sent at once: during lazy route discovery, Remix's router throws on a concurrent form
        // response ("Didn't find any matches after fetcher action"), and the page is lost.
        v3_lazyRouteDiscovery: false,
        v3_singleFetch: true,
      },
    }),
    tsconfigPaths(),
    threads,
    locales,
    requests,
  ],
  ssr: {
    // Polaris imports its JSON and CSS in a way that Node does not support. Shopify's provider must use the same copy
    // of it as our pages.
    noExternal: [
      ...["@shopify/polaris", "@shopify/shopify-app-remix"],
      // Their unused parts, such as Tailwind and 400 icons, would take half a second to load at each start.
      ...(command === "build" ? ["@shopify/polaris-icons", "react-email"] : []),
    ],
  },
  // Browser builds are public, so they have no source maps.
  build: {
    target: "es2022",
    sourcemap: isSsrBuild ? "hidden" : false,
    // An icon alone in a file costs a page as many bytes of headers as of code.
    ...(!isSsrBuild && { rollupOptions: { output: { experimentalMinChunkSize: 1_200 } } }),
  },
}));
