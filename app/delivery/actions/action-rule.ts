import { laterBy } from "~/flows/duration";
import type { FlowStatus } from "~/flows/status/flow-status";
import { backOffMs } from "~/lib/back-off";

/** What the last decision about an action rests on, read when it is about to be done. */
export interface ActionFacts {
  readonly flowStatus: FlowStatus;
  readonly isProfileDeleted: boolean;
  /** Shopify's customer; null for who is none. */
  readonly customerId: string | null;
}

export type ActionSkip = "flow_archived" | "profile_deleted" | "customer_unknown";

/** Why a run must not do something outside of Kindred any more; null if it may. */
export function actionSkip(
  kind: "tag" | "notify" | "webhook",
  { flowStatus, isProfileDeleted, customerId }: ActionFacts,
): ActionSkip | null {
  if (flowStatus === "archived") return "flow_archived";
  if (isProfileDeleted) return "profile_deleted";
  return kind === "tag" && customerId === null ? "customer_unknown" : null;
}

const BACK_OFF = { firstMs: 30_000, longestMs: 6 * 3_600_000 };
/** So long it is tried. */
const GIVE_UP_AFTER_MS = 3 * 86_400_000;

/**
 * When something is tried again that did not work: after half a minute, twice as long each time, up
 * to six hours; null once it has been tried for three days.
 *
 * @param attempts how often it was tried, from 1
 */
export function nextAttemptAt(
  { attempts, firstTriedAt }: { readonly attempts: number; readonly firstTriedAt: Date },
  now: Date,
): Date | null {
  const at = laterBy(now, backOffMs(attempts, BACK_OFF));
  return at.getTime() - firstTriedAt.getTime() > GIVE_UP_AFTER_MS ? null : at;
}
