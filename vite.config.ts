import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig, type Plugin } from "vite";
import tsconfigPaths from "vite-tsconfig-paths";
import { beforeShop } from "./app/db-scope.server";

// `shopify app dev` tells the address of its tunnel as HOST, which Remix would take for a host to listen on.
if (process.env.HOST?.startsWith("https://")) {
  process.env.SHOPIFY_APP_URL ??= process.env.HOST;
  delete process.env.HOST;
}

declare module "@remix-run/node" {
  interface Future {
    v3_singleFetch: true;
  }
}

/** The programs of threads are entries of their own in the server's build: app/jobs/training/, app/db-thread.server.ts. */
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

/** In development routes are as Remix has them, without app/http/answer-faults.server.ts: each request begins here. */
const requests: Plugin = {
  name: "kindred-requests",
  configureServer({ middlewares }) {
    middlewares.use((_request, _response, next) => void beforeShop(() => next()));
  },
};

export default defineConfig(({ isSsrBuild }) => ({
  server: {
    port: Number(process.env.PORT ?? 3000),
    // The Shopify CLI serves the app through a tunnel whose host it chooses.
    allowedHosts: true,
  },
  plugins: [
    remix({
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        // All routes are sent at once: while a route is still being discovered, Remix's router throws at a form that
        // answers meanwhile ("Didn't find any matches after fetcher action"), and the page is gone.
        v3_lazyRouteDiscovery: false,
        v3_singleFetch: true,
      },
    }),
    tsconfigPaths(),
    threads,
    requests,
  ],
  ssr: {
    // Polaris imports its JSON and CSS in a way that Node does not take. Shopify's provider must find the
    // same copy of it as our pages.
    noExternal: ["@shopify/polaris", "@shopify/shopify-app-remix"],
  },
  // Whatever is built for browsers is served to anybody: no source maps there.
  build: { target: "es2022", sourcemap: isSsrBuild ? "hidden" : false },
}));
