import { openUnsubscribeLink } from "../mail-link.server";
import { requestFacts, type HitDeps, type HitRequest } from "./request-facts.server";

/**
 * Records that the page to unsubscribe was looked at, or that somebody did so
 * there: a program that follows every link of a mail looks and presses nothing.
 * It says something of the other hits of the mail and is no click.
 */
export async function recordLeave(
  kind: "leave_page" | "leave",
  request: HitRequest,
  deps: HitDeps,
): Promise<void> {
  const link = openUnsubscribeLink(request.token, deps.keyring);
  if (!link) return;
  const { shopId, messageId } = link;
  await deps.hits.keep({
    ...requestFacts(shopId, request, deps),
    shopId,
    messageId,
    kind,
    linkIndex: null,
    occurredAt: deps.now(),
  });
}
