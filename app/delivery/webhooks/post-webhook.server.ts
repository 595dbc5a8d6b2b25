import type { HookResponse } from "../actions/hook-call";
import type { PostHook } from "../actions/post-hook.server";
import { hookHeaders } from "../actions/sign-webhook.server";
import type { ClaimedWebhook, WebhookEnd } from "./outgoing-webhook-store.server";
import { nextAttemptAt, type AttemptOutcome, type EndpointHealth } from "./webhook-schedule";

/** Statuses of a receiver under load: others would get them, too. */
const BUSY_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Signs a webhook and posts it. */
export async function postWebhook(
  url: string,
  { webhookId: id, body }: { readonly webhookId: string; readonly body: string },
  secrets: readonly string[],
  { now, postHook }: { readonly now: Date; readonly postHook: PostHook },
): Promise<AttemptOutcome> {
  return classify(await postHook({ url, headers: hookHeaders({ id, body, secrets }, now), body }));
}

/** Only 2xx is success: redirects are not followed. */
function classify(response: HookResponse): AttemptOutcome {
  if (response.kind === "no_answer") {
    return { kind: "failed", reason: response.reason, status: null, isDown: true };
  }
  const { status, retryAfterMs: askedMs } = response;
  if (status >= 200 && status < 300) return { kind: "delivered", status };
  const reason = `answered_${status}`;
  if (status === 410) return { kind: "gone", reason, status };
  return { kind: "failed", reason, status, isDown: BUSY_STATUSES.has(status), askedMs };
}

/**
 * How a webhook's claim ends. One that ran out of attempts has failed, unless the whole endpoint has: then it waits like the
 * others until the merchant turns the endpoint on.
 */
export function endWebhook(
  { webhookId, attempts }: Pick<ClaimedWebhook, "webhookId" | "attempts">,
  outcome: AttemptOutcome | undefined,
  { disabledFor }: Pick<EndpointHealth, "disabledFor">,
  now: Date,
): WebhookEnd {
  const waits = { state: "pending", nextRunAt: now } as const;
  if (outcome === undefined) return { ...waits, lastError: null, status: null, isTried: false };
  const { status } = outcome;
  if (outcome.kind === "delivered") {
    return { state: "delivered", nextRunAt: null, lastError: null, status, isTried: true };
  }
  const tried = { lastError: outcome.reason, status, isTried: true };
  if (disabledFor !== null || outcome.kind === "gone") return { ...waits, ...tried };
  const nextRunAt = nextAttemptAt(attempts, { now, seed: webhookId, askedMs: outcome.askedMs });
  return nextRunAt === null
    ? { state: "failed", nextRunAt, ...tried }
    : { state: "pending", nextRunAt, ...tried };
}
