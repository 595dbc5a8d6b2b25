import { z } from "zod";
import type { ShopInfo } from "./operations/shop-info";

const Text = z.string().nullable();

/** How the shop itself is reached; sealed in `shop.sealed_contact`. The postal address may stand in mails. */
export const ShopContact = z.object({
  email: Text,
  /** Webhooks of the shop do not tell it. */
  company: Text.default(null),
  address1: Text,
  address2: Text,
  city: Text,
  zip: Text,
  province: Text,
  country: Text,
});
export type ShopContact = z.infer<typeof ShopContact>;

export function shopContactFrom({ contactEmail, shopAddress }: ShopInfo["shop"]): ShopContact {
  return ShopContact.parse({ ...shopAddress, email: contactEmail });
}
