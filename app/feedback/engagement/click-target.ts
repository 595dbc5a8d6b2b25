import type { ShopId } from "~/lib/shop-id";
import type { SealedLocation } from "~/privacy/keyring.server";

/** Where the target of a clicked link is sealed: the same for each click on the link. */
export const clickTargetLocation = (
  shopId: ShopId,
  messageId: string,
  linkIndex: number,
): SealedLocation => ({
  table: "engagement_event",
  column: "sealed_target",
  shopId,
  row: `${messageId}/${linkIndex}`,
});
