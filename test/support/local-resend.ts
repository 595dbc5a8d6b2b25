import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { answerEmailList } from "./local-resend-list";
import { createResendDomains, type ResendDomains } from "./local-resend-domains";
import { createResendBooks, type AcceptedEmail, type Answer } from "./local-resend-books";

/** Faults of a call. The `accept_then_…` ones accept the emails first. */
export type Fault =
  /** A response in the API's error format, with names from Resend's documentation. */
  | {
      readonly kind: "error";
      readonly statusCode: number;
      readonly name: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Any response, byte for byte. */
  | {
      readonly kind: "raw";
      readonly statusCode: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | {
      readonly kind:
        | "hang"
        | "reset"
        | "accept_then_hang"
        | "accept_then_reset"
        | "accept_then_half_body";
    }
  | { readonly kind: "accept_slowly"; readonly delayMs: number };

/** One received call. */
interface Call {
  /** Its arrival time by `performance.now`. */
  readonly atMs: number;
  readonly path: string;
  readonly key: string | null;
  readonly body: string;
}

export interface LocalResend {
  readonly url: string;
  /** Every accepted email in order: a repeat under a known key adds none. */
  readonly accepted: readonly AcceptedEmail[];
  readonly calls: readonly Call[];
  /** Its domains; null without domain support. */
  readonly domains: ResendDomains | null;
  /** Faults of the next calls, one each. */
  fail(...faults: Fault[]): void;
  /** State of an email in the list; `delivered` by default. */
  readonly lastEvents: Map<string, string>;
  /** As after 24 hours: drops idempotency keys. */
  expireKeys(): void;
  close(): Promise<void>;
}

interface Options {
  readonly port?: number;
  /** Maximum calls per second. */
  readonly callsPerSecond?: number;
  /** Whether it answers domain requests; otherwise like for a send-only key. */
  readonly hasDomains?: boolean;
  /** Whether it lists sent emails; otherwise like for a send-only key. */
  readonly hasList?: boolean;
  readonly onAccepted?: (email: AcceptedEmail) => void;
  readonly now?: () => Date;
}

interface WrittenReply {
  readonly how: "whole" | "half";
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Reply = WrittenReply | { readonly how: "silence" } | { readonly how: "reset" };

const MAX_BODY_BYTES = 40 * 1024 * 1024;

/**
 * A local Resend: POST /emails and /emails/batch with idempotency keys, both validation modes, rate limits, domains,
 * the list of sent emails, and injectable faults. The API refuses addresses at `refused.example`.
 */
export async function startLocalResend(options: Options = {}): Promise<LocalResend> {
  const books = createResendBooks(options.onAccepted, options.now);
  const domains = options.hasDomains ? createResendDomains() : null;
  const calls: Call[] = [];
  const lastEvents = new Map<string, string>();
  const faults: Fault[] = [];
  const allow = callLimit(options.callsPerSecond ?? Number.POSITIVE_INFINITY);

  async function replyTo(request: IncomingMessage): Promise<Reply> {
    const path = request.url ?? "";
    const body = await readBody(request);
    const key = header(request, "idempotency-key");
    calls.push({ atMs: performance.now(), path, key, body });

    const fault = faults.shift();
    if (fault?.kind === "error") return whole(apiError(fault));
    if (fault?.kind === "raw") return { ...fault, how: "whole" };
    if (fault?.kind === "hang") return { how: "silence" };
    if (fault?.kind === "reset") return { how: "reset" };
    const { allowed, headers } = allow();
    if (!allowed) {
      return whole(apiError({ statusCode: 429, name: "rate_limit_exceeded", headers }));
    }
    if (!/^Bearer re_/.test(header(request, "authorization") ?? "")) {
      return whole(apiError({ statusCode: 401, name: "missing_api_key" }));
    }

    if (path.startsWith("/domains")) {
      const answer = domains?.answer(request.method ?? "GET", path, body);
      return whole(answer ?? apiError({ statusCode: 401, name: "restricted_api_key" }));
    }
    if (request.method === "GET" && options.hasList) {
      return whole(answerEmailList(books.accepted, path, lastEvents));
    }
    if (request.method === "GET") {
      return whole(apiError({ statusCode: 401, name: "restricted_api_key" }));
    }
    const isPermissive = header(request, "x-batch-validation") === "permissive";
    const delayMs = fault?.kind === "accept_slowly" ? fault.delayMs : 0;
    const answer = await books.take({ path, key, body, isPermissive }, () => sleep(delayMs));
    if (fault?.kind === "accept_then_hang") return { how: "silence" };
    if (fault?.kind === "accept_then_reset") return { how: "reset" };
    const reply = whole({ ...answer, headers });
    return fault?.kind === "accept_then_half_body" ? { ...reply, how: "half" } : reply;
  }

  const server = createServer((request, response) => {
    replyTo(request)
      .catch((error: unknown) => whole(apiError({ statusCode: 500, name: String(error) })))
      .then((reply) => send(response, reply))
      .catch(() => response.destroy());
  });
  const url = await listen(server, options.port ?? 0);
  return {
    url,
    accepted: books.accepted,
    calls,
    domains,
    lastEvents,
    fail: (...more) => void faults.push(...more),
    expireKeys: books.clearKeys,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function apiError(error: {
  statusCode: number;
  name: string;
  message?: string;
  headers?: Readonly<Record<string, string>>;
}): Answer {
  const { statusCode, name, message = `The answer is ${name}`, headers = {} } = error;
  return { statusCode, body: { statusCode, name, message }, headers };
}

/** Counts calls in windows of a second, and reports it in headers like Resend. */
function callLimit(perSecond: number) {
  let windowStartMs = 0;
  let used = 0;
  return () => {
    const nowMs = Date.now();
    if (nowMs - windowStartMs >= 1_000) [windowStartMs, used] = [nowMs, 0];
    used += 1;
    if (!Number.isFinite(perSecond)) return { allowed: true, headers: {} };
    const waitS = String(Math.max(0, windowStartMs + 1_000 - nowMs) / 1_000);
    const remaining = Math.max(0, perSecond - used);
    const headers: Record<string, string> = {
      "ratelimit-limit": String(perSecond),
      "ratelimit-remaining": String(remaining),
      "ratelimit-reset": waitS,
    };
    const allowed = used <= perSecond;
    return { allowed, headers: allowed ? headers : { ...headers, "retry-after": waitS } };
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error("The body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
}

function whole({ statusCode, headers = {}, body }: Answer): WrittenReply {
  const type = { "content-type": "application/json" };
  return { how: "whole", statusCode, headers: { ...headers, ...type }, body: JSON.stringify(body) };
}

function send(response: ServerResponse, reply: Reply) {
  if (reply.how === "silence") return;
  if (reply.how === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  const { statusCode, headers, body } = reply;
  response.writeHead(statusCode, { ...headers, "content-length": Buffer.byteLength(body) });
  if (reply.how === "whole") response.end(body);
  else response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
}

async function listen(server: Server, port: number): Promise<string> {
  // The caller closes idle connections: closing one here could fail a call that is just starting on it.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
