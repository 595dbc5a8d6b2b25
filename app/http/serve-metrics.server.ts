import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Metrics } from "~/lib/metrics.server";

export interface MetricsServer {
  readonly port: number;
  close(): void;
}

/**
 * Serves the metrics at `/metrics` of a port of their own, because they are not for everyone who reaches the app.
 *
 * @param host the address to listen on; null: all
 */
export async function serveMetrics(
  metrics: Pick<Metrics, "write">,
  { host, port }: { readonly host: string | null; readonly port: number },
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url?.split("?", 1)[0] !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    metrics.write().then(
      ({ contentType, text }) => response.writeHead(200, { "Content-Type": contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(port, host ?? undefined);
  await once(server, "listening");
  // The process ends when its work does.
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
