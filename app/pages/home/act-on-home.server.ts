import { z } from "zod";
import type { CommonDeps } from "~/deps";
import { changeHoldoutRate } from "~/feedback/lift/holdout-store.server";
import { textIn } from "~/i18n/text-in.server";
import type { ShopId } from "~/lib/shop-id";
import { emailLapsing } from "./email-lapsing.server";
import { dismissSetup } from "./home-summary.server";

const HomeForm = z.union([
  z.object({ holdoutRate: z.coerce.number() }),
  z.object({ email: z.literal("lapsing") }),
]);

/**
 * Changes the holdout rate, opens the campaign to lapsing customers, or else dismisses the setup guide.
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
    const text = textIn(language, "home");
    const names = { segment: text("lapsing.segment"), campaign: text("lapsing.campaign") };
    return `/app/campaigns/${await emailLapsing(shopId, names, deps)}`;
  } else {
    const { holdoutRate } = form.data;
    await db.$transaction((tx) => changeHoldoutRate(tx, shopId, holdoutRate, now()));
  }
  return null;
}
