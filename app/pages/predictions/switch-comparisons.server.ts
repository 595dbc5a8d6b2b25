import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { switchComparisons } from "~/predictions/contenders/selection-store.server";
import { recordAudit } from "~/privacy/audit-store.server";

/** Turns the comparisons with other methods off or on, and records a change in the audit trail. */
export async function answerComparisonsSwitch(
  shopId: ShopId,
  isOn: boolean,
  { db, now }: CommonDeps<"db" | "now">,
): Promise<null> {
  const at = now();
  await db.$transaction(async (tx) => {
    if (!(await switchComparisons(tx, shopId, isOn, at))) return;
    await recordAudit(tx, shopId, {
      at,
      actor: "merchant",
      action: isOn ? "comparisons_on" : "comparisons_off",
      detail: {},
    });
  });
  return null;
}
