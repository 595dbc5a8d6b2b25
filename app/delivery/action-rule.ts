import type { FlowStatus } from "~/flows/definition/flow-status";
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
