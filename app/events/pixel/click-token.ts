import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

/** The query parameter that carries the token from an email link to the storefront pixel. */
export const CLICK_PARAMETER = "kindred_click";

const PURPOSE = "storefront-click";

/** A signed token that identifies the click that led to the storefront. */
export const signClickToken = (
  shopId: ShopId,
  clickId: string,
  keyring: Pick<Keyring, "signLink">,
): string => keyring.signLink(PURPOSE, `${shopId} ${clickId}`);

/** @returns the click: the `sourceId` of its `email_clicked`; null for an invalid token or another shop's */
export function openClickToken(
  shopId: ShopId,
  token: string,
  keyring: Pick<Keyring, "openLink">,
): string | null {
  const [shop, clickId] = keyring.openLink(PURPOSE, token)?.split(" ") ?? [];
  return shop === shopId && clickId ? clickId : null;
}
