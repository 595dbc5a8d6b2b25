import { openUnsubscribeLink } from "../email-link.server";
import { requestFacts, type EngagementDeps, type TrackingRequest } from "./tracking-request.server";

/**
 * Records a visit to the unsubscribe page or a click on its button: a program that follows every link visits
 * and does not click. It is a signal for other events, not a click.
 */
export async function recordUnsubscribeVisit(
  kind: "unsubscribe_page" | "unsubscribe",
  request: TrackingRequest,
  deps: EngagementDeps,
): Promise<void> {
  const link = openUnsubscribeLink(request.token, deps.keyring);
  if (!link) return;
  const { shopId, messageId } = link;
  await deps.engagement.record({
    ...requestFacts(shopId, request, deps),
    shopId,
    messageId,
    kind,
    link: null,
    occurredAt: deps.now(),
  });
}
