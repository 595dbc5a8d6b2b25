import { lookup } from "node:dns";
import { request } from "node:https";
import { findWebhookUrlProblem } from "~/flows/definition/webhook-url";
import { isNotPublicError, lookUpPublic } from "~/lib/public-lookup.server";
import type { HookResponse } from "./hook-call";

/** Time limit for the whole response. */
const TIMEOUT_MS = 10_000;

export interface HookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type PostHook = (request: HookRequest) => Promise<HookResponse>;

/** The network, replaced in tests. */
interface Network {
  readonly request: typeof request;
  readonly lookup: typeof lookup;
  readonly timeoutMs: number;
}

/**
 * Posts to a URL chosen by the merchant. It must not reach Kindred's own network (SSRF): the name is resolved
 * once, every address must be public, and the connection uses exactly these addresses, so that a second
 * look-up cannot differ. Redirects are not followed, and of the response only the head is read.
 */
export async function postHook(
  { url, headers, body }: HookRequest,
  { request: open, lookup: resolve, timeoutMs }: Network = NETWORK,
): Promise<HookResponse> {
  // The look-up below does not run for IP literals, so check them here.
  if (findWebhookUrlProblem(url) !== null) return notPublic;
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((settle) => {
    const call = open(
      url,
      { method: "POST", headers, signal, agent: false, lookup: lookUpPublic(resolve) },
      (response) => {
        response.destroy();
        const { "retry-after": asked = "" } = response.headers;
        // A date is not supported: its clock may differ.
        const retryAfterMs = /^\d{1,7}$/.test(asked) ? Number(asked) * 1_000 : null;
        const status = response.statusCode ?? 0;
        settle({ kind: "status", status, ...(retryAfterMs !== null && { retryAfterMs }) });
      },
    );
    call.on("error", (error) => {
      const reason = signal.aborted ? "timed_out" : "unreachable";
      settle(isNotPublicError(error) ? notPublic : { kind: "no_answer", reason });
    });
    call.end(body);
  });
}

const NETWORK: Network = { request, lookup, timeoutMs: TIMEOUT_MS };

const notPublic = { kind: "no_answer", reason: "address_not_public" } as const;
