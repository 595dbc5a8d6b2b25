import { CLICK_PARAMETER, signClickToken } from "~/events/pixel/click-token";
import { openClickLink } from "../email-link.server";
import { requestFacts, type EngagementDeps, type TrackingRequest } from "./tracking-request.server";
import { HONEYPOT_LINK } from "~/messages/composing/email-tracking";

/**
 * Records a request to a tracked link and returns its target. The target comes from the database, never from
 * the request, so that nobody can use the domain as an open redirect.
 *
 * @returns the target, or null for an invalid link
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
    kind: isHoneypot ? "honeypot" : "click",
    linkIndex: isHoneypot ? null : linkIndex,
    occurredAt: now(),
  });
  if (recorded === null) return null;
  const { eventId, sealedTarget, shopUrl } = recorded;
  // The honeypot link leads to the home page like any other link, so that it is not recognizable.
  if (sealedTarget === null) return shopUrl ?? `https://${shopId}`;
  const target = keyring.open(sealedTarget, {
    table: "message_link",
    column: "sealed_target",
    shopId,
    row: `${messageId}/${linkIndex}`,
  });
  const hosts = [shopId, hostOf(shopUrl ?? "")];
  return withClickToken(target, hosts, signClickToken(shopId, `engagement/${eventId}`, keyring));
}

/** Adds the click token for the shop's own pages only. */
function withClickToken(target: string, hosts: readonly (string | null)[], token: string): string {
  if (!hosts.includes(hostOf(target))) return target;
  const url = new URL(target);
  url.searchParams.set(CLICK_PARAMETER, token);
  return url.href;
}

const hostOf = (url: string): string | null => URL.parse(url)?.host ?? null;
