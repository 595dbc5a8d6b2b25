import { z } from "zod";
import type { CommonDeps } from "~/deps";
import { changeHoldoutRate } from "~/feedback/lift/holdout-store.server";
import type { ShopId } from "~/lib/shop-id";
import { recordLook } from "~/messages/brand/shop-look.server";
import { emailAudience } from "~/pages/campaigns/email-audience.server";
import { SUGGESTED_AUDIENCES } from "~/segments/suggested-audiences";
import { INDUSTRIES } from "~/i18n/industry";
import { chooseIndustry } from "~/pages/settings/choose-industry.server";
import { dismissSetup } from "./home-summary.server";

const HomeForm = z.union([
  z.object({ holdoutRate: z.coerce.number() }),
  z.object({ email: z.enum(SUGGESTED_AUDIENCES) }),
  z.object({ industry: z.enum(INDUSTRIES) }),
  z.object({ look: z.literal("kept") }),
]);

/**
 * Changes the holdout rate or the industry, keeps the look of emails, opens the campaign to a suggested audience, or else
 * dismisses the setup guide.
 * @returns the page to open; null: stay
 */
export async function actOnHome(
  shopId: ShopId,
  input: unknown,
  language: string,
  deps: CommonDeps<"db" | "queue" | "now">,
): Promise<string | null> {
  const { db, now } = deps;
  const form = HomeForm.safeParse(input);
  if (!form.success) await dismissSetup(db, shopId, deps);
  else if ("email" in form.data) {
    return emailAudience(shopId, form.data.email, language, deps);
  } else if ("industry" in form.data) {
    await chooseIndustry(shopId, form.data.industry, deps);
  } else if ("look" in form.data) {
    await recordLook(db, shopId, { action: "look_kept", now: now() });
  } else {
    const { holdoutRate } = form.data;
    await db.$transaction((tx) => changeHoldoutRate(tx, shopId, holdoutRate, now()));
  }
  return null;
}
