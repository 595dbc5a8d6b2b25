import type { Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import {
  countSharingShops,
  findSharingSince,
  listPrivacyLosses,
  switchSharing,
} from "~/predictions/shared-priors/shared-count-store.server";
import {
  summarizeSharing,
  type SharingSummary,
} from "~/predictions/shared-priors/sharing-schedule";
import { recordAudit } from "~/privacy/audit-store.server";

/** What the shop shares with others, and what that has cost. */
export async function getSharingCard(db: Db, shopId: ShopId, now: Date): Promise<SharingSummary> {
  const { installedAt } = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { installedAt: true },
  });
  return summarizeSharing({
    isOn: (await findSharingSince(db, shopId)) !== null,
    losses: await listPrivacyLosses(db, shopId),
    installedAt,
    otherShops: await countSharingShops(db, shopId),
    now,
  });
}

/** Turns sharing on or off, and records a change in the audit trail. */
export async function answerSharingSwitch(
  shopId: ShopId,
  isOn: boolean,
  { db, now }: CommonDeps<"db" | "now">,
): Promise<null> {
  const at = now();
  await db.$transaction(async (tx) => {
    if (!(await switchSharing(tx, shopId, isOn, at))) return;
    const action = isOn ? "sharing_on" : "sharing_off";
    await recordAudit(tx, shopId, { at, actor: "merchant", action, detail: {} });
  });
  return null;
}
