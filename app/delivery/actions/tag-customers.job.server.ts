import { defineJob } from "~/jobs/job.server";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { tagsAdd, tagsRemove } from "~/shopify/operations/customer-tags";
import {
  claimActions,
  endFailedAction,
  selectShopsWithDueActions,
  settleAction,
  type ActionEnd,
  type ClaimedAction,
  nextActionTimes,
} from "./action-store.server";
import { actionSkip } from "../action-rule";

interface Deps extends AdminDeps {
  readonly now: () => Date;
}

type TagAction = ClaimedAction<Extract<ClaimedAction["step"], { kind: "tag" }>>;

const SLICE_ROWS = 10;

/** Adds and removes customer tags in Shopify. Idempotent. */
export const tagCustomersJob = defineJob<Deps>({
  name: "delivery.tag-customers",
  selectDueShops: (now) => selectShopsWithDueActions(now, "tag"),
  nextDueTimes: nextActionTimes,

  async run(shopId, deps, signal) {
    const { db, now } = deps;
    const claimed = await claimActions(db, shopId, { kind: "tag", limit: SLICE_ROWS }, now());
    const due = claimed.flatMap((it) => (it.step.kind === "tag" ? [{ ...it, step: it.step }] : []));
    for (const action of due) {
      // The rest of the slice is claimed again when its lease ends.
      if (signal.aborted) return { more: false };
      await settleAction(db, shopId, action, await applyTags(shopId, action, deps), now());
    }
    return { more: due.length === SLICE_ROWS };
  },
});

async function applyTags(shopId: ShopId, action: TagAction, deps: Deps): Promise<ActionEnd> {
  const skip = actionSkip("tag", action);
  if (skip !== null) return { state: "skipped", nextRunAt: null, lastError: skip };
  const { change, tag } = action.step;
  const variables = { id: `gid://shopify/Customer/${action.customerId}`, tags: [tag] };
  try {
    if (change === "add") await adminGraphql(shopId, tagsAdd, variables, deps);
    else await adminGraphql(shopId, tagsRemove, variables, deps);
    return { state: "done", nextRunAt: null, lastError: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { codes } = error.context;
    const reason = codes === undefined ? error.code : "refused_by_shopify";
    deps.log.warn({ shopId, actionId: action.actionId, reason }, "a customer was not tagged");
    // Shopify rejected the input: a retry would fail the same way.
    return codes === undefined
      ? endFailedAction(action, reason, deps.now())
      : { state: "failed", nextRunAt: null, lastError: reason };
  }
}
