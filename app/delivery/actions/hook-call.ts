import type { ClaimedAction } from "./action-store.server";

/** Somebody else's system that is to be told. */
export type HookAction = ClaimedAction<Extract<ClaimedAction["step"], { kind: "webhook" }>>;

/**
 * What another system is told: who reached which step of which flow, by ids alone. The same bytes
 * at each attempt. Nothing in it is personal: whoever may know more asks Shopify for the customer.
 */
export function hookBody(shopId: string, action: HookAction): string {
  return JSON.stringify({
    type: "flow.step_reached",
    id: action.actionId,
    timestamp: action.plannedAt.toISOString(),
    data: {
      shop: shopId,
      flow: { id: action.flowId, name: action.flowName, version: action.flowVersion },
      step: action.step.stepId,
      run: { id: action.enrollmentId, about: action.objectKey },
      customer: action.customerId && `gid://shopify/Customer/${action.customerId}`,
    },
  });
}

/** So long webhooks are signed with the secret before, too, once the merchant has replaced it. */
export const SECRET_OVERLAP_DAYS = 7;

/** What the receiver said, as far as it matters here. */
export type HookResponse =
  | { readonly kind: "status"; readonly status: number }
  | {
      readonly kind: "no_answer";
      readonly reason: "timed_out" | "unreachable" | "address_not_public";
    };

export type HookOutcome =
  | { readonly kind: "taken" }
  /** Worth another try. `isDown`: nothing else for this address is worth one before that. */
  | { readonly kind: "again"; readonly reason: string; readonly isDown: boolean }
  | { readonly kind: "refused"; readonly reason: string };

/** Who answers so may answer otherwise later: busy, too early, too many, or a fault of its own. */
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([408, 409, 425, 429]);

/** What an answer to a webhook means. Only success counts as taken: a redirect is not followed. */
export function classifyResponse(answer: HookResponse): HookOutcome {
  if (answer.kind === "no_answer") {
    const { reason } = answer;
    return reason === "address_not_public"
      ? { kind: "refused", reason }
      : { kind: "again", reason, isDown: true };
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: "taken" };
  const reason = `answered_${status}`;
  if (status >= 500 || RETRYABLE_STATUSES.has(status)) {
    return { kind: "again", reason, isDown: status === 429 || status === 503 };
  }
  return { kind: "refused", reason };
}
