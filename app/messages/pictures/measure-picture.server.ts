import { lookup } from "node:dns";
import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { LRUCache } from "lru-cache";
import { findWebhookUrlProblem } from "~/flows/definition/webhook-url";
import { lookUpPublic } from "~/lib/public-lookup.server";

/** The bytes of a picture as its server sends it to an email app; null: unknown. */
export type MeasurePicture = (url: string) => Promise<number | null>;

interface MeterOptions {
  /** The origin of the local Shopify, whose pictures are on this machine; null in production. */
  readonly localOrigin: string | null;
  /** The network, replaced in tests. */
  readonly network?: {
    readonly request: typeof requestHttps;
    readonly lookup: typeof lookup;
    readonly timeoutMs: number;
  };
}

const NETWORK = { request: requestHttps, lookup, timeoutMs: 5_000 };

const MAX_KEPT = 5_000;
/** The URL of a picture in Shopify changes with the picture. */
const KNOWN_FOR_MS = 86_400_000;
/** A server that did not answer may answer later. */
const UNKNOWN_FOR_MS = 300_000;

/** Every picture is unknown above it, and is not read further. */
const MAX_BYTES = 20_000_000;

/**
 * Measures pictures, whose URLs are the merchant's: only at public addresses (SSRF), without redirects, and each once a day.
 */
export function createPictureMeter({
  localOrigin,
  network = NETWORK,
}: MeterOptions): MeasurePicture {
  const kept = new LRUCache<string, Promise<number | null>>({ max: MAX_KEPT, ttl: KNOWN_FOR_MS });
  return (url) => {
    const known = kept.get(url);
    if (known) return known;
    const measured = measure(url, localOrigin, network);
    kept.set(url, measured);
    void measured.then((bytes) => {
      if (bytes === null) kept.set(url, measured, { ttl: UNKNOWN_FOR_MS });
    });
    return measured;
  };
}

type Network = NonNullable<MeterOptions["network"]>;

async function measure(
  url: string,
  localOrigin: string | null,
  network: Network,
): Promise<number | null> {
  if (!URL.canParse(url)) return null;
  const isLocal = new URL(url).origin === localOrigin;
  if (!isLocal && findWebhookUrlProblem(url) !== null) return null;
  const open = openerOf(isLocal, network);
  // Some servers send the length only with the picture.
  return (await open(url, "HEAD")) ?? (await open(url, "GET"));
}

/** What email apps accept: none of the formats that only browsers show. */
const HEADERS = { accept: "image/jpeg,image/png,image/gif" };

function openerOf(isLocal: boolean, { request, lookup: resolve, timeoutMs }: Network) {
  const send = isLocal ? requestHttp : request;
  const guard = isLocal ? {} : { lookup: lookUpPublic(resolve) };
  return (url: string, verb: "HEAD" | "GET") =>
    new Promise<number | null>((settle) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const call = send(
        url,
        { method: verb, headers: HEADERS, signal, agent: false, ...guard },
        (response) => void countBytes(response, verb).then(settle),
      );
      call.on("error", () => settle(null));
      call.end();
    });
}

async function countBytes(response: IncomingMessage, verb: "HEAD" | "GET") {
  const { "content-length": length = "" } = response.headers;
  try {
    if (response.statusCode !== 200) return null;
    if (/^\d{1,9}$/.test(length)) return Number(length);
    if (verb === "HEAD") return null;
    let bytes = 0;
    for await (const part of response) {
      bytes += (part as Buffer).length;
      if (bytes > MAX_BYTES) return null;
    }
    return bytes;
  } catch {
    return null;
  } finally {
    response.destroy();
  }
}
