import type { Tx } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { ENDED_BY_OPT_IN } from "./suppression-reason";

/** Ends suppressions by an opt-out or a sunset flow for customers who opted in afterward. */
export async function endSuppressionsOnOptIn(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<void> {
  if (profileIds.length === 0) return;
  await tx.$executeRaw`
    delete from suppression using profile
    where suppression.shop_id = ${shopId} and profile.shop_id = ${shopId}
      and profile.profile_id = any(${[...profileIds]}::text[])
      and profile.email_index = suppression.email_index
      and profile.marketing_state = 'subscribed'
      and profile.marketing_changed_at > suppression.created_at
      and suppression.reason = any(${[...ENDED_BY_OPT_IN]}::text[])`;
}

/** The same for an address whose owner opted in by a link sent to it. */
export async function endAddressSuppressions(
  tx: Tx,
  shopId: ShopId,
  emailIndex: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await tx.suppression.deleteMany({
    where: { shopId, emailIndex, reason: { in: [...ENDED_BY_OPT_IN] } },
  });
}
