import type { CommonDeps } from "~/deps";
import { defineJob } from "~/jobs/job.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import {
  claimActions,
  endFailedAction,
  selectShopsWithDueActions,
  postponeCalls,
  settleAction,
  type ActionEnd,
  nextActionTimes,
} from "./action-store.server";
import { hookBody, classifyResponse, type HookAction } from "./hook-call";
import { getOrCreateWebhookSecrets } from "./webhook-secret-store.server";
import { actionSkip } from "../action-rule";
import type { PostHook } from "./post-hook.server";
import { hookHeaders } from "./sign-webhook.server";

interface Deps extends CommonDeps<"db" | "keyring" | "now"> {
  readonly postHook: PostHook;
  readonly log: Pick<Log, "warn">;
}

const SLICE_ROWS = 10;

/**
 * Calls the webhooks of flow steps. A process that dies between the response and its record calls again under
 * the same id, so receivers deduplicate by id.
 */
export const callWebhooksJob = defineJob<Deps>({
  name: "delivery.call-webhooks",
  selectDueShops: (now) => selectShopsWithDueActions(now, "webhook"),
  nextDueTimes: nextActionTimes,

  async run(shopId, deps) {
    const { db, now } = deps;
    const claimed = await claimActions(db, shopId, { kind: "webhook", limit: SLICE_ROWS }, now());
    const due = claimed.flatMap((it) =>
      it.step.kind === "webhook" ? [{ ...it, step: it.step }] : [],
    );
    if (due.length === 0) return { more: false };
    const { current, previous } = await getOrCreateWebhookSecrets(db, shopId, deps);
    const secrets = previous ? [current, previous.secret] : [current];
    // In parallel, so that a slow receiver delays only its own slice.
    const called = await Promise.all(
      due.map(async (action) => ({
        action,
        end: await callWebhook(shopId, action, secrets, deps),
      })),
    );
    for (const { action, end } of called) {
      await settleAction(db, shopId, action, end, now());
      const { isDown, nextRunAt, lastError } = end;
      if (isDown && nextRunAt && lastError !== null) {
        await postponeCalls(db, shopId, action.step.url, { nextRunAt, lastError }, now());
      }
    }
    return { more: due.length === SLICE_ROWS };
  },
});

async function callWebhook(
  shopId: ShopId,
  action: HookAction,
  secrets: readonly string[],
  { now, postHook, log }: Deps,
): Promise<ActionEnd & { readonly isDown?: boolean }> {
  const skip = actionSkip("webhook", action);
  if (skip !== null) return { state: "skipped", nextRunAt: null, lastError: skip };
  const body = hookBody(shopId, action);
  const headers = hookHeaders({ id: action.actionId, body, secrets }, now());
  const verdict = classifyResponse(await postHook({ url: action.step.url, headers, body }));
  if (verdict.kind === "taken") return { state: "done", nextRunAt: null, lastError: null };
  const { reason } = verdict;
  log.warn({ shopId, actionId: action.actionId, reason }, "a webhook was not taken");
  return verdict.kind === "again"
    ? { ...endFailedAction(action, reason, now()), isDown: verdict.isDown }
    : { state: "failed", nextRunAt: null, lastError: reason };
}
