import { z } from "zod";
import type { CommonDeps } from "~/deps";
import { isShorter, RetentionChoice } from "~/feedback/retention/retention-period";
import {
  findRetention,
  setRetention,
  setUpRetention,
} from "~/feedback/retention/retention-store.server";
import type { ShopId } from "~/lib/shop-id";

/** The chosen period, and whether the merchant confirmed that a shorter one deletes history. */
export const RetentionSave = z.object({ keep: RetentionChoice, isConfirmed: z.boolean() });
export type RetentionSave = z.infer<typeof RetentionSave>;

export type SaveRetentionOutcome = "saved" | "unconfirmed";

/** Sets for how long history is kept. A shorter period than the present one needs a confirmation. */
export function saveRetention(
  shopId: ShopId,
  { keep, isConfirmed }: RetentionSave,
  { db, now }: CommonDeps<"db" | "now">,
): Promise<SaveRetentionOutcome> {
  const at = now();
  return db.$transaction(async (tx): Promise<SaveRetentionOutcome> => {
    await setUpRetention(tx, shopId, at);
    const retention = await findRetention(tx, shopId);
    if (!isConfirmed && retention && isShorter(keep, retention.months)) return "unconfirmed";
    await setRetention(tx, shopId, keep, at);
    return "saved";
  });
}
