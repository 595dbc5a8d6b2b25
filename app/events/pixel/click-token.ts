import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

/** The name under which a followed link of a mail carries the token to the storefront; the pixel reads it. */
export const CLICK_PARAMETER = "kindred_click";

const PURPOSE = "storefront-click";

/** A token that says which click led to the storefront. Nobody can make one up. */
export const signClickToken = (
  shopId: ShopId,
  clickId: string,
  keyring: Pick<Keyring, "signLink">,
): string => keyring.signLink(PURPOSE, `${shopId} ${clickId}`);

/** @returns the click: the `sourceId` of its `mail_clicked`; null for a token that was not signed here for the shop */
export function openClickToken(
  shopId: ShopId,
  token: string,
  keyring: Pick<Keyring, "openLink">,
): string | null {
  const [shop, clickId] = keyring.openLink(PURPOSE, token)?.split(" ") ?? [];
  return shop === shopId && clickId ? clickId : null;
}
