import { v7 as uuidv7 } from "uuid";
import { CLICK_PARAMETER, signClickToken } from "~/events/pixel/click-token";
import { openClickLink } from "../mail-link.server";
import { recordHit } from "./hit-store.server";
import { requestFacts, type HitDeps, type HitRequest } from "./request-facts.server";
import { TRAP_LINK } from "~/messages/composing/mail-tracking";

/**
 * Records a request to a mail's link and says where it leads. The target comes
 * from the database, never from the request, so that nobody can borrow the
 * address to lead elsewhere.
 *
 * @returns the target, or null for a link that is not ours
 */
export async function recordClick(request: HitRequest, deps: HitDeps): Promise<string | null> {
  const { db, keyring, now } = deps;
  const link = openClickLink(request.token, keyring);
  if (!link) return null;
  const { shopId, messageId, linkIndex } = link;
  if (linkIndex === TRAP_LINK) return recordTrap(request, link, deps);

  // One statement: whoever clicks waits for it.
  const [row] = await db.$queryRaw<{ sealedTarget: Uint8Array; shopUrl: string | null }[]>`
    select sealed_target as "sealedTarget", primary_url as "shopUrl"
    from message_link join shop on shop.shop_id = message_link.shop_id
    where message_link.shop_id = ${shopId} and message_id = ${messageId}
      and link_index = ${linkIndex}::int`;
  if (!row) return null;
  const hitId = uuidv7();
  const facts = requestFacts(shopId, request, deps);
  await recordHit(db, shopId, {
    ...facts,
    hitId,
    messageId,
    kind: "click",
    linkIndex,
    occurredAt: now(),
  });

  const target = keyring.open(row.sealedTarget, {
    table: "message_link",
    column: "sealed_target",
    shopId,
    row: `${messageId}/${linkIndex}`,
  });
  const hosts = [shopId, hostOf(row.shopUrl ?? "")];
  return withClick(target, hosts, signClickToken(shopId, `hit/${hitId}`, keyring));
}

/** The hidden link leads to the shop's front, as any other might: it does not say what it is. */
async function recordTrap(
  request: HitRequest,
  { shopId, messageId }: NonNullable<ReturnType<typeof openClickLink>>,
  deps: HitDeps,
): Promise<string | null> {
  const { db, now } = deps;
  const message = await db.message.findFirst({
    // Whoever was erased is followed no more: their links are gone.
    where: { shopId, messageId, links: { some: {} } },
    select: { profile: { select: { shop: { select: { primaryUrl: true } } } } },
  });
  if (!message) return null;
  await recordHit(db, shopId, {
    ...requestFacts(shopId, request, deps),
    hitId: uuidv7(),
    messageId,
    kind: "trap",
    linkIndex: null,
    occurredAt: now(),
  });
  return message.profile.shop.primaryUrl ?? `https://${shopId}`;
}

/** Lets the shop's own pages know which click led there; other people's are told nothing. */
function withClick(target: string, hosts: readonly (string | null)[], token: string): string {
  if (!hosts.includes(hostOf(target))) return target;
  const url = new URL(target);
  url.searchParams.set(CLICK_PARAMETER, token);
  return url.href;
}

const hostOf = (url: string): string | null => URL.parse(url)?.host ?? null;
