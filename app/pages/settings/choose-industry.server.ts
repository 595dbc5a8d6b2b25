import type { CommonDeps } from "~/deps";
import { fitFlowLibrary } from "~/flows/library/fit-library.server";
import type { Industry } from "~/i18n/industry";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { saveIndustry } from "~/shopify/industry-store.server";

/** Chooses the industry in the setup guide. Settings can change it at any time. */
export async function chooseIndustry(
  shopId: ShopId,
  industry: Industry,
  { db, now }: CommonDeps<"db" | "now">,
): Promise<void> {
  const at = now();
  await db.$transaction(async (tx) => {
    await saveIndustry(tx, shopId, { industry, now: at });
    await recordAudit(tx, shopId, {
      ...{ at, actor: "merchant", action: "industry_chosen", detail: { industry } },
    });
  });
  await fitFlowLibrary(shopId, industry, { db, now });
}
