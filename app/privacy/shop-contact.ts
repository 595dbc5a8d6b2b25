import { z } from "zod";
import type { SealedLocation } from "./keyring.server";

const Text = z.string().nullable().default(null);

/** The merchant's contact data: `shop.sealed_contact` contains it as JSON. */
export const ShopContact = z.object({
  email: Text,
  company: Text,
  address1: Text,
  address2: Text,
  city: Text,
  zip: Text,
  province: Text,
  countryCode: Text,
});
export type ShopContact = z.infer<typeof ShopContact>;

export const shopContactLocation = (shopId: string): SealedLocation => ({
  table: "shop",
  column: "sealed_contact",
  shopId,
  row: shopId,
});
