import type { ShopId } from "~/lib/shop-id";

/** Where a code is sealed. */
export const codeLocation = (shopId: ShopId, codeId: string) => ({
  table: "discount_code",
  column: "sealed_code",
  shopId,
  row: codeId,
});
