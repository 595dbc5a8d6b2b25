import { addMs } from "~/flows/definition/duration";
import type { FlowStatus } from "~/flows/definition/flow-status";
import { backOffMs } from "~/lib/back-off";
import type { CustomerId } from "~/lib/profile-id";

/** Facts for the final check of an action, read right before it runs. */
export interface ActionFacts {
  readonly flowStatus: FlowStatus;
  readonly isProfileDeleted: boolean;
  /** The Shopify customer id; null for an anonymous visitor. */
  readonly customerId: CustomerId | null;
}

export type ActionSkip = "flow_archived" | "profile_deleted" | "customer_unknown";

/** Why an action must not run any more; null if it may. */
export function actionSkip(
  kind: "tag" | "notify" | "webhook",
  { flowStatus, isProfileDeleted, customerId }: ActionFacts,
): ActionSkip | null {
  if (flowStatus === "archived") return "flow_archived";
  if (isProfileDeleted) return "profile_deleted";
  return kind === "tag" && customerId === null ? "customer_unknown" : null;
}

const BACK_OFF = { firstMs: 30_000, longestMs: 6 * 3_600_000 };
/** How long an action is retried. */
const GIVE_UP_AFTER_MS = 3 * 86_400_000;

/**
 * When to retry a failed action: after 30 seconds, doubling up to six hours; null after three days.
 *
 * @param attempts number of attempts so far, at least 1
 */
export function nextAttemptAt(
  { attempts, firstTriedAt }: { readonly attempts: number; readonly firstTriedAt: Date },
  now: Date,
): Date | null {
  const at = addMs(now, backOffMs(attempts, BACK_OFF));
  return at.getTime() - firstTriedAt.getTime() > GIVE_UP_AFTER_MS ? null : at;
}
