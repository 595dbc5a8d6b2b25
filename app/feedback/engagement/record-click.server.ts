import { CLICK_PARAMETER, signClickToken } from "~/events/pixel/click-token";
import { enterShop } from "~/db-scope.server";
import { openClickLink } from "~/messages/composing/click-link";
import { clickTargetLocation } from "./click-target";
import { requestFacts, type EngagementDeps, type TrackingRequest } from "./tracking-request.server";

/**
 * Records a request to a tracked link and returns its target, which we signed, so that nobody can use the domain as an
 * open redirect. The link of an erased message leads nowhere, and its requests are not recorded; nor are those of an email
 * that is older than the shop keeps history, whose links still work.
 *
 * @returns the target, or null for an invalid link
 */
export async function recordClick(
  request: TrackingRequest,
  deps: EngagementDeps,
): Promise<string | null> {
  const { engagement, keyring, now } = deps;
  const opened = openClickLink(request.token, keyring);
  if (!opened) return null;
  const { shopId, messageId, link } = opened;
  enterShop(shopId);
  const recorded = await engagement.record({
    ...requestFacts(shopId, request, deps),
    shopId,
    messageId,
    kind: link === null ? "honeypot" : "click",
    link: link && {
      ...link,
      sealedTarget: keyring.seal(link.target, clickTargetLocation(shopId, messageId, link.index)),
    },
    occurredAt: now(),
  });
  if (recorded === null) return null;
  const { eventId, shopUrl, isRecorded } = recorded;
  // The honeypot link leads to the home page like any other link, so that it is not recognizable.
  if (link === null) return shopUrl ?? `https://${shopId}`;
  if (!isRecorded) return link.target;
  const hosts = [shopId, hostOf(shopUrl ?? "")];
  return withClickToken(
    link.target,
    hosts,
    signClickToken(shopId, `engagement/${eventId}`, keyring),
  );
}

/** Adds the click token for the shop's own pages only. */
function withClickToken(target: string, hosts: readonly (string | null)[], token: string): string {
  if (!hosts.includes(hostOf(target))) return target;
  const url = new URL(target);
  url.searchParams.set(CLICK_PARAMETER, token);
  return url.href;
}

const hostOf = (url: string): string | null => URL.parse(url)?.host ?? null;
