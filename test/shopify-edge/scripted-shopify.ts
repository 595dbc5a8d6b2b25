import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface ScriptedCall {
  readonly path: string;
  readonly host: string;
  readonly token: string | undefined;
  readonly body: Record<string, unknown>;
}

export interface ScriptedShopify {
  readonly calls: ScriptedCall[];
  answer: (call: ScriptedCall) => ScriptedAnswer | Promise<ScriptedAnswer>;
  close(): Promise<void>;
}

/**
 * A server that gives scripted responses for any `*.myshopify.com`, for cases that the local Shopify does not
 * produce: invalid shapes, unusual statuses.
 */
export async function startScriptedShopify(): Promise<ScriptedShopify> {
  const scripted: ScriptedShopify = {
    calls: [],
    answer: () => ({ status: 500, body: "nothing is scripted" }),
    async close() {
      globalThis.fetch = realFetch;
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const call: ScriptedCall = {
        path: request.url ?? "",
        host: String(request.headers["x-sim-host"]),
        token: request.headers["x-shopify-access-token"]?.toString(),
        body: JSON.parse(Buffer.concat(chunks).toString() || "{}") as Record<string, unknown>,
      };
      scripted.calls.push(call);
      void Promise.resolve(scripted.answer(call)).then(({ status, headers, body }) => {
        response.writeHead(status ?? 200, { "content-type": "application/json", ...headers });
        response.end(typeof body === "string" ? body : JSON.stringify(body));
      });
    });
  });
  // The caller closes idle connections.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const realFetch = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    if (!url.hostname.endsWith(".myshopify.com")) return realFetch(input, init);
    const headers = new Headers(init?.headers);
    headers.set("x-sim-host", url.hostname);
    return realFetch(new URL(url.pathname, origin), { ...init, headers });
  };
  return scripted;
}
