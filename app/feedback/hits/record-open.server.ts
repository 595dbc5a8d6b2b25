import { v7 as uuidv7 } from "uuid";
import { openOpenLink } from "../mail-link.server";
import { recordHit } from "./hit-store.server";
import { requestFacts, type HitDeps, type HitRequest } from "./request-facts.server";

/** Whoever asks again and again has opened the mail: more than so many are not kept. */
const MOST_OPENS = 50;

/** Records that a mail's pixel was asked for. An address that is not ours, or of a mail that is gone, leaves nothing. */
export async function recordOpen(request: HitRequest, deps: HitDeps): Promise<void> {
  const { db, keyring, now } = deps;
  const link = openOpenLink(request.token, keyring);
  if (!link) return;
  const { shopId, messageId } = link;
  const message = await db.message.findFirst({
    // Whoever was erased is followed no more: their links are gone.
    where: { shopId, messageId, links: { some: {} } },
    select: { _count: { select: { hits: { where: { kind: "open" } } } } },
  });
  if (!message || message._count.hits >= MOST_OPENS) return;
  await recordHit(db, shopId, {
    ...requestFacts(shopId, request, deps),
    hitId: uuidv7(),
    messageId,
    kind: "open",
    linkIndex: null,
    occurredAt: now(),
  });
}
