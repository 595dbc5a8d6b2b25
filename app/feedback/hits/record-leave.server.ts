import { v7 as uuidv7 } from "uuid";
import { openUnsubscribeLink } from "../mail-link.server";
import { recordHit } from "./hit-store.server";
import { requestFacts, type HitDeps, type HitRequest } from "./request-facts.server";

/** Whoever looks again and again is known by then: more than so many are not kept. */
const MOST_LOOKS = 50;

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
  const { db, keyring, now } = deps;
  const link = openUnsubscribeLink(request.token, keyring);
  if (!link) return;
  const { shopId, messageId } = link;
  const message = await db.message.findFirst({
    // Whoever was erased is followed no more: their links are gone.
    where: { shopId, messageId, links: { some: {} } },
    select: { _count: { select: { hits: { where: { kind } } } } },
  });
  if (!message || message._count.hits >= MOST_LOOKS) return;
  await recordHit(db, shopId, {
    ...requestFacts(shopId, request, deps),
    hitId: uuidv7(),
    messageId,
    kind,
    linkIndex: null,
    occurredAt: now(),
  });
}
