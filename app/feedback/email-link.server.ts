import { enterShop } from "~/db-scope.server";
import { ProfileId } from "~/lib/profile-id";
import { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

export interface OpenLink {
  readonly shopId: ShopId;
  readonly messageId: string;
}

export interface UnsubscribeLink {
  readonly shopId: ShopId;
  readonly profileId: ProfileId;
  readonly messageId: string;
}

/** @returns null for an invalid pixel URL */
export function openOpenLink(token: string, keyring: Keyring): OpenLink | null {
  const [shop, messageId] = keyring.openLink("open", token)?.split("/") ?? [];
  const shopId = ShopId.safeParse(shop);
  if (!shopId.success || !messageId) return null;
  enterShop(shopId.data);
  return { shopId: shopId.data, messageId };
}

/** @returns null for an invalid link. Links do not expire */
export function openUnsubscribeLink(token: string, keyring: Keyring): UnsubscribeLink | null {
  const [shop, profile, messageId] = keyring.openLink("unsubscribe", token)?.split("/") ?? [];
  const shopId = ShopId.safeParse(shop);
  const profileId = ProfileId.safeParse(profile);
  if (!shopId.success || !profileId.success || !messageId) return null;
  enterShop(shopId.data);
  return { shopId: shopId.data, profileId: profileId.data, messageId };
}
