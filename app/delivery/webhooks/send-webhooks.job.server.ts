import { setTimeout as pause } from "node:timers/promises";
import type { CommonDeps } from "~/deps";
import { WEBHOOK_LIMITS } from "~/events/api/webhook-types";
import { defineJob } from "~/jobs/job.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { PostHook } from "../actions/post-hook.server";
import { disableEndpoint } from "./disable-endpoint.server";
import {
  findEndpoint,
  listDueEndpointIds,
  openEndpointSecrets,
  recordEndpointHealth,
  selectShopsWithDueWebhooks,
  type WebhookEndpoint,
  nextWebhookTimes,
} from "./endpoint-store.server";
import {
  claimWebhooks,
  settleWebhooks,
  type ClaimedWebhook,
} from "./outgoing-webhook-store.server";
import { endWebhook, postWebhook } from "./post-webhook.server";
import { judgeEndpoint, type AttemptOutcome } from "./webhook-schedule";

interface Deps extends CommonDeps<"db" | "keyring" | "queue" | "now"> {
  readonly postHook: PostHook;
  readonly log: Pick<Log, "warn">;
}

/** How long a slice takes at least, so that an endpoint gets no more webhooks per second than it may. */
const SLICE_MS = 1_000;

/**
 * Sends webhooks to the shop's endpoints, in the order in which they occurred, a few at a time. A process that dies between a
 * response and its record sends again under the same id, so receivers deduplicate by id.
 */
export const sendWebhooksJob = defineJob<Deps>({
  name: "delivery.send-webhooks",
  minConcurrency: 2,
  selectDueShops: selectShopsWithDueWebhooks,
  nextDueTimes: nextWebhookTimes,

  async run(shopId, deps, signal) {
    const endpointIds = await listDueEndpointIds(deps.db, shopId, deps.now());
    // In parallel, so that a slow receiver delays only its own webhooks.
    const more = await Promise.all(
      endpointIds.map((endpointId) => sendSlice(shopId, endpointId, deps, signal)),
    );
    return { more: more.includes(true) };
  },
});

/** @returns whether more may be due now */
async function sendSlice(
  shopId: ShopId,
  endpointId: string,
  deps: Deps,
  signal: AbortSignal,
): Promise<boolean> {
  const { db, keyring, now, log } = deps;
  const startedMs = performance.now();
  const endpoint = await findEndpoint(db, shopId, endpointId);
  if (endpoint?.status !== "active") return false;
  // After a failure one webhook tries whether the endpoint is back.
  const limit = endpoint.failures > 0 ? 1 : WEBHOOK_LIMITS.perSecond;
  const claimed = await claimWebhooks(
    ...([db, shopId, { endpointId, limit }, { keyring, now: now() }] as const),
  );
  if (claimed.length === 0) return false;
  const secrets = await openEndpointSecrets(db, shopId, endpointId, { keyring, now: now() });
  const outcomes = await sendInOrder(endpoint, claimed, secrets, deps, signal);

  const at = now();
  const tried = [...outcomes.values()];
  const health = judgeEndpoint(endpoint, tried, at);
  await db.$transaction(async (tx) => {
    const ends = claimed.map((row) => ({
      row,
      end: endWebhook(row, outcomes.get(row), health, at),
    }));
    await settleWebhooks(tx, shopId, ends, at);
    const isChanged = endpoint.failures > 0 || health.failures > 0 || health.disabledFor !== null;
    if (!isChanged) return;
    if (await recordEndpointHealth(tx, shopId, endpointId, health)) {
      await disableEndpoint(tx, shopId, endpointId, { ...deps, now: at });
    }
  });
  if (health.failures > 0 || health.disabledFor !== null) {
    const reasons = [...new Set(tried.flatMap((it) => (it.kind === "failed" ? [it.reason] : [])))];
    log.warn({ shopId, endpointId, reasons, ...health }, "an endpoint did not take its webhooks");
  }
  const mayHaveMore = claimed.length === limit && health.heldUntil === null && !signal.aborted;
  if (mayHaveMore && limit > 1) {
    const leftMs = SLICE_MS - (performance.now() - startedMs);
    // A worker that stops does not wait.
    if (leftMs > 0) await pause(leftMs, undefined, { signal }).catch(() => undefined);
  }
  return mayHaveMore && health.disabledFor === null;
}

/** Sends webhooks until the endpoint turns out to be down. */
async function sendInOrder(
  { url }: Pick<WebhookEndpoint, "url">,
  webhooks: readonly ClaimedWebhook[],
  secrets: readonly string[],
  { now, postHook }: Pick<Deps, "now" | "postHook">,
  signal: AbortSignal,
): Promise<ReadonlyMap<ClaimedWebhook, AttemptOutcome>> {
  const outcomes = new Map<ClaimedWebhook, AttemptOutcome>();
  const waiting = [...webhooks];
  let isOver = false;
  const send = async () => {
    while (!isOver && !signal.aborted) {
      const webhook = waiting.shift();
      if (webhook === undefined) return;
      const outcome = await postWebhook(url, webhook, secrets, { now: now(), postHook });
      outcomes.set(webhook, outcome);
      isOver ||= outcome.kind === "gone" || (outcome.kind === "failed" && outcome.isDown);
    }
  };
  await Promise.all(Array.from({ length: WEBHOOK_LIMITS.parallel }, send));
  return outcomes;
}
