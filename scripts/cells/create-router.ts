import type { IncomingMessage, ServerResponse } from "node:http";
import { createHash } from "node:crypto";
import { jwtVerify } from "jose";
import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import { destinationOf, shopOfBody, type Destination } from "./destination";
import { readWhole, relay, sendToCell } from "./forward";
import type { Placements } from "./placements";

interface RouterOptions {
  readonly placements: Placements;
  /** The address of each cell. */
  readonly cells: ReadonlyMap<string, string>;
  /** The cell of new shops. */
  readonly defaultCell: string;
  /** Shopify's, which sign session tokens. */
  readonly secrets: readonly string[];
  readonly log: Pick<Logger, "error" | "warn">;
}

type KnownTo = Extract<Destination, { kind: "known-to" }>;
type ToShop = Extract<Destination, { kind: "shop" }>;

const RETRY_AFTER_SECONDS = 10;
/** Secrets whose cell is remembered: it is only asked first, so a wrong one costs a request. */
const MAX_REMEMBERED = 50_000;

/** Answers each request by the cell of its shop. */
export function createRouter({
  placements,
  cells,
  defaultCell,
  secrets,
  log,
}: RouterOptions): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const cellBySecret = new LRUCache<string, string>({ max: MAX_REMEMBERED });
  const keys = secrets.map((secret) => new TextEncoder().encode(secret));

  async function ask(
    cell: string,
    request: IncomingMessage,
    response: ServerResponse,
    body: Uint8Array | null = null,
  ): Promise<IncomingMessage | null> {
    const url = cells.get(cell);
    try {
      if (url === undefined) throw new Error("KINDRED_CELLS does not name it");
      return await sendToCell(url, request, response, body);
    } catch (err) {
      // A client that has left ends its request, too.
      if (!response.destroyed) log.error({ err, cell }, "a cell does not answer");
      return null;
    }
  }

  async function answerBy(
    cell: string,
    request: IncomingMessage,
    response: ServerResponse,
    body: Uint8Array | null = null,
  ): Promise<void> {
    const answer = await ask(cell, request, response, body);
    if (answer) await relay(answer, response);
    else refuse(response, 502);
  }

  /** A new shop is placed once Shopify's token proves it; until then the cell of new shops answers. */
  async function placementOf({ shopId, token }: Pick<ToShop, "shopId" | "token">) {
    const known = placements.find(shopId);
    if (known) return known;
    if (token === null || !(await isToken(token, keys)))
      return { cell: defaultCell, movingTo: null };
    return placements.place(shopId, defaultCell);
  }

  async function answerForShop(
    shop: Pick<ToShop, "shopId" | "token">,
    request: IncomingMessage,
    response: ServerResponse,
    body: Uint8Array | null = null,
  ): Promise<void> {
    const { cell, movingTo } = await placementOf(shop);
    if (movingTo === null) await answerBy(cell, request, response, body);
    else refuseWhileMoving(request, response);
  }

  /** Asks one cell after another until one does not refuse. */
  async function answerByKnowing(
    { refusal, maxBytes }: KnownTo,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await readBody(request, response, maxBytes);
    if (!body) return;
    const secret = secretOf(request, body);
    const first = cellBySecret.get(secret) ?? defaultCell;
    let last: IncomingMessage | null = null;
    let isAnyDown = false;
    for (const cell of new Set([first, ...cells.keys()])) {
      last?.resume();
      last = await ask(cell, request, response, body);
      if (last && last.statusCode !== refusal) {
        cellBySecret.set(secret, cell);
        return relay(last, response);
      }
      isAnyDown ||= last === null;
    }
    // One that did not answer, or a shop that no cell works for now, may know it.
    if (last && !isAnyDown && !placements.isAnyMoving()) return relay(last, response);
    last?.resume();
    refuseWhileMoving(request, response);
  }

  /** Every cell must have stored its part; the sender repeats it otherwise, and cells store repeats once. */
  async function answerByEvery(
    maxBytes: number,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await readBody(request, response, maxBytes);
    if (!body) return;
    // Neither cell of a shop that is being moved would store its events.
    if (placements.isAnyMoving()) {
      refuseWhileMoving(request, response);
      return;
    }
    const answers = await Promise.all(
      [...cells.keys()].map((cell) => ask(cell, request, response, body)),
    );
    const isFailure = (answer: IncomingMessage | null) => (answer?.statusCode ?? 502) >= 300;
    const chosen = answers.find(isFailure) ?? answers[0] ?? null;
    for (const answer of answers) if (answer !== chosen) answer?.resume();
    if (chosen && !answers.includes(null)) return relay(chosen, response);
    chosen?.resume();
    refuse(response, 502);
  }

  async function answerByAny(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A request with a body cannot be sent twice.
    const isReading = request.method === "GET" || request.method === "HEAD";
    const others = isReading ? cells.keys() : [];
    for (const cell of new Set([defaultCell, ...others])) {
      const answer = await ask(cell, request, response);
      if (answer) return relay(answer, response);
    }
    refuse(response, 502);
  }

  return async (request, response) => {
    const { method = "GET", url = "/", headers } = request;
    const destination = destinationOf({ method, url, headers });
    switch (destination.kind) {
      case "shop":
        return answerForShop(destination, request, response);
      case "body": {
        const body = await readBody(request, response, destination.maxBytes);
        if (!body) return;
        const shopId = shopOfBody(body);
        return shopId
          ? answerForShop({ shopId, token: null }, request, response, body)
          : answerBy(defaultCell, request, response, body);
      }
      case "known-to":
        return answerByKnowing(destination, request, response);
      case "every":
        return answerByEvery(destination.maxBytes, request, response);
      case "any":
        return answerByAny(request, response);
    }
  };
}

async function isToken(token: string, keys: readonly Uint8Array[]): Promise<boolean> {
  for (const key of keys) {
    const isSigned = await jwtVerify(token, key, { algorithms: ["HS256"] }).then(
      () => true,
      () => false,
    );
    if (isSigned) return true;
  }
  return false;
}

/** A request's whole body; null if it was too long, which is answered then. */
async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
): Promise<Uint8Array | null> {
  const body = await readWhole(request, maxBytes);
  if (!body) refuse(response, 413);
  return body;
}

/** What a request names its shop by, as a hash: its API key, its pixel's account, or the path of a file. */
function secretOf({ headers, url = "" }: IncomingMessage, body: Uint8Array): string {
  const account = /"account"\s*:\s*"([^"]{1,100})"/.exec(Buffer.from(body).toString())?.[1];
  const secret = headers.authorization ?? account ?? url;
  return createHash("sha256").update(secret).digest("base64");
}

/** Senders of webhooks repeat it; a browser loads the page again by itself. */
function refuseWhileMoving({ method, headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
  response.setHeader("Cache-Control", "no-store");
  const isPage = method === "GET" && headers.accept?.includes("text/html");
  if (!isPage) {
    refuse(response, 503);
    return;
  }
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.setHeader("Refresh", RETRY_AFTER_SECONDS);
  refuse(response, 503, "<!doctype html><title>…</title><p>This page loads again in a moment …");
}

function refuse(response: ServerResponse, status: number, text = ""): void {
  if (response.headersSent || response.destroyed) response.destroy();
  else response.writeHead(status).end(text);
}
