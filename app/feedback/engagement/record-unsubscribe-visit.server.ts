import { openUnsubscribeLink } from "../mail-link.server";
import { requestFacts, type EngagementDeps, type TrackingRequest } from "./tracking-request.server";

/**
 * Records that the page to unsubscribe was looked at, or that somebody did so
 * there: a program that follows every link of a mail looks and presses nothing.
 * It says something of the other hits of the mail and is no click.
 */
export async function recordUnsubscribeVisit(
  kind: "leave_page" | "leave",
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
    linkIndex: null,
    occurredAt: deps.now(),
  });
}
