import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface EmbeddedApp {
  readonly url: string;
  /** The Authorization header of each request to /app/data, in order. */
  readonly bearers: string[];
  /** How many of the next requests to /app/data are answered as having a stale session. */
  stale: number;
  appBridgeUrl: string;
  readonly stop: () => Promise<void>;
}

/** A minimal app that uses every part of App Bridge that Kindred uses. */
export async function openEmbeddedApp(): Promise<EmbeddedApp> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://app");
    if (url.pathname === "/app/data") {
      answerData(app, request.headers.authorization, response);
      return;
    }
    response.setHeader("content-type", "text/html");
    if (url.pathname === "/auth/session-token") return void response.end(scriptTag(app));
    if (url.searchParams.get("embedded") === "1" && !url.searchParams.has("id_token")) {
      url.searchParams.set("shopify-reload", `${app.url}${url.pathname}${url.search}`);
      return void response.writeHead(302, { location: `/auth/session-token${url.search}` }).end();
    }
    response.end(page(app, url.pathname));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const app: EmbeddedApp = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bearers: [],
    stale: 0,
    appBridgeUrl: "",
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return app;
}

function answerData(app: EmbeddedApp, bearer: string | undefined, response: ServerResponse): void {
  app.bearers.push(bearer ?? "none");
  if (app.stale > 0) {
    app.stale -= 1;
    response.writeHead(401, { "X-Shopify-Retry-Invalid-Session-Request": "1" }).end();
  } else response.end("data");
}

const scriptTag = (app: EmbeddedApp) =>
  `<script data-api-key="test-key" src="${app.appBridgeUrl}"></script>`;

const page = (
  app: EmbeddedApp,
  path: string,
) => `<!doctype html><head>${scriptTag(app)}</head><body>
<ui-nav-menu><a href="/app" rel="home">Home</a><a href="/app/flows">Flows</a></ui-nav-menu>
<ui-title-bar title="Place ${path}"><button variant="primary" onclick="document.title='pressed'">Create</button></ui-title-bar>
<ui-save-bar id="bar"><button variant="primary" onclick="document.title='saved'">Save</button><button>Discard</button></ui-save-bar>
<ui-modal id="modal"><div data-modal-card><p>Are you sure?</p></div></ui-modal>
<h1>${path}</h1>
<script>
  addEventListener("shopify:navigate", (event) => {
    history.pushState(null, "", event.target.getAttribute("href"));
    document.querySelector("h1").textContent = location.pathname;
  });
</script></body>`;
