import type { lookup } from "node:dns";
import { request as httpRequest } from "node:http";

/**
 * The network for `postHook`, with a receiver on this machine, without TLS, behind every public name. The time limit is ample for
 * any machine.
 */
export function createLocalNetwork(
  port: number,
  {
    addresses = ["93.184.215.14"],
    timeoutMs = 60_000,
  }: { readonly addresses?: readonly string[]; readonly timeoutMs?: number } = {},
) {
  const resolved: string[] = [];
  const connected: (string | undefined)[] = [];
  const resolve = ((
    hostname: string,
    _options: object,
    callback: (...given: unknown[]) => void,
  ) => {
    resolved.push(hostname);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  }) as unknown as typeof lookup;
  const request = ((url: string, options: object, answered: never) => {
    const { lookup: guarded } = options as { lookup: (...given: unknown[]) => void };
    const { hostname, pathname } = new URL(url);
    // The socket checks the guard before it connects, regardless of earlier checks.
    return httpRequest(
      {
        ...options,
        hostname,
        port,
        path: pathname,
        lookup: (host, lookupOptions, callback) => {
          guarded(host, { ...lookupOptions, all: true }, (error: Error | null, found: unknown) => {
            if (error) {
              callback(error, "");
              return;
            }
            connected.push((found as { address: string }[])[0]?.address);
            callback(null, [{ address: "127.0.0.1", family: 4 }]);
          });
        },
      },
      answered,
    );
  }) as never;
  return { network: { request, lookup: resolve, timeoutMs }, resolved, connected };
}
