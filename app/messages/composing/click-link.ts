import { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { HONEYPOT_LINK } from "./email-tracking";
import type { PlannedLink } from "./plan-links";

/** What the URL of a tracked link says. */
export interface ClickLink {
  readonly shopId: ShopId;
  readonly messageId: string;
  /** Null: the honeypot link. */
  readonly link: PlannedLink | null;
}

const PURPOSE = "click";

/**
 * The token of a tracked link. It carries its target under our signature, so that no row has to be stored for each link
 * of each email, and nobody else can make our domain lead to a page.
 */
export function signClickLink(
  { shopId, messageId, link }: ClickLink,
  keyring: Pick<Keyring, "signLink">,
): string {
  const parts =
    link === null ? [HONEYPOT_LINK] : [link.index, link.position, link.place, link.target];
  return keyring.signLink(PURPOSE, [shopId, messageId, ...parts].join("/"));
}

const TEXT = /^([^/]+)\/([^/]+)\/(?:(-1)|(\d+)\/([a-z]+)\/(\d+)\/(.+))$/s;

/** @returns null for a token that was not signed as a click link */
export function openClickLink(token: string, keyring: Pick<Keyring, "openLink">): ClickLink | null {
  const [, shop, messageId, honeypot, index, position, place, target] =
    TEXT.exec(keyring.openLink(PURPOSE, token) ?? "") ?? [];
  const shopId = ShopId.safeParse(shop);
  if (!shopId.success || messageId === undefined) return null;
  if (honeypot !== undefined) return { shopId: shopId.data, messageId, link: null };
  return {
    shopId: shopId.data,
    messageId,
    link: {
      index: Number(index),
      // Signed, so it is what was planned.
      position: position as PlannedLink["position"],
      place: Number(place),
      target: target ?? "",
    },
  };
}
