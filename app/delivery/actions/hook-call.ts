import type { ClaimedAction } from "./action-store.server";

/** A claimed call to the merchant's webhook. */
export type HookAction = ClaimedAction<Extract<ClaimedAction["step"], { kind: "webhook" }>>;

/**
 * The body of a webhook: which customer reached which step of which flow, by id only. Retries send the same bytes. It
 * contains no personal data: a receiver with access can read the customer from Shopify.
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
      enrollment: { id: action.enrollmentId, about: action.objectKey },
      customer: action.customerId && `gid://shopify/Customer/${action.customerId}`,
    },
  });
}

/** Days during which webhooks are also signed with the previous secret after a rotation. */
export const SECRET_OVERLAP_DAYS = 7;

/** The receiver's response. */
export type HookResponse =
  | {
      readonly kind: "status";
      readonly status: number;
      /** How long the receiver asked to wait. */
      readonly retryAfterMs?: number;
    }
  | {
      readonly kind: "no_answer";
      readonly reason: "timed_out" | "unreachable" | "address_not_public";
    };

export type HookOutcome =
  | { readonly kind: "taken" }
  /** Retryable. With `isDown`, other calls to this URL wait as well. */
  | { readonly kind: "again"; readonly reason: string; readonly isDown: boolean }
  | { readonly kind: "refused"; readonly reason: string };

/** Statuses that may change on a retry: busy, too early, too many requests. */
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([408, 409, 425, 429]);

/** Classifies a webhook response. Only 2xx is success: redirects are not followed. */
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
