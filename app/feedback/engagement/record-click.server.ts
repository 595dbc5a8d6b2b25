import { CLICK_PARAMETER, signClickToken } from "~/events/pixel/click-token";
import { openClickLink } from "../mail-link.server";
import { requestFacts, type EngagementDeps, type TrackingRequest } from "./tracking-request.server";
import { HONEYPOT_LINK } from "~/messages/composing/mail-tracking";

/**
 * Records a request to a mail's link and says where it leads. The target comes
 * from the database, never from the request, so that nobody can borrow the
 * address to lead elsewhere.
 *
 * @returns the target, or null for a link that is not ours
 */
export async function recordClick(
  request: TrackingRequest,
  deps: EngagementDeps,
): Promise<string | null> {
  const { engagement, keyring, now } = deps;
  const link = openClickLink(request.token, keyring);
  if (!link) return null;
  const { shopId, messageId, linkIndex } = link;
  const isHoneypot = linkIndex === HONEYPOT_LINK;
  const recorded = await engagement.record({
    ...requestFacts(shopId, request, deps),
    shopId,
    messageId,
    kind: isHoneypot ? "trap" : "click",
    linkIndex: isHoneypot ? null : linkIndex,
    occurredAt: now(),
  });
  if (recorded === null) return null;
  const { hitId, sealedTarget, shopUrl } = recorded;
  // The hidden link leads to the shop's front, as any other might: it does not say what it is.
  if (sealedTarget === null) return shopUrl ?? `https://${shopId}`;
  const target = keyring.open(sealedTarget, {
    table: "message_link",
    column: "sealed_target",
    shopId,
    row: `${messageId}/${linkIndex}`,
  });
  const hosts = [shopId, hostOf(shopUrl ?? "")];
  return withClickToken(target, hosts, signClickToken(shopId, `hit/${hitId}`, keyring));
}

/** Lets the shop's own pages know which click led there; other people's are told nothing. */
function withClickToken(target: string, hosts: readonly (string | null)[], token: string): string {
  if (!hosts.includes(hostOf(target))) return target;
  const url = new URL(target);
  url.searchParams.set(CLICK_PARAMETER, token);
  return url.href;
}

const hostOf = (url: string): string | null => URL.parse(url)?.host ?? null;
