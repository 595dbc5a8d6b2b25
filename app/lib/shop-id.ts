import { z } from "zod";

/** The tenant: a shop's permanent `*.myshopify.com` domain in lower case. Branded, so that no other string is used by mistake. */
export const ShopId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}\.myshopify\.com$/, "not a *.myshopify.com domain")
  .brand<"ShopId">();

export type ShopId = z.infer<typeof ShopId>;
