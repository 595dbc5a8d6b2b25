import type { CampaignPlan } from "~/campaigns/campaign";
import type { Config } from "~/config";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { previewEmail } from "../emails/preview-email.server";
import type { Mailer } from "~/delivery/mailer";
import { sendExample } from "../test-emails/send-example.server";
import type { TestOutcome } from "../test-emails/test-outcome";

interface Deps extends CommonDeps<"db" | "keyring" | "now"> {
  readonly mailer: Mailer;
  readonly config: Pick<Config, "publicUrl" | "kindredSender">;
}

/**
 * Sends a campaign's current email, then its variants, with example data to an address that the merchant
 * enters. Stops at the first that fails.
 */
export async function sendTestEmail(
  shopId: ShopId,
  { plan, to }: { readonly plan: CampaignPlan; readonly to: string },
  deps: Deps,
): Promise<TestOutcome> {
  const others = plan.test?.others.kind === "content" ? plan.test.others.values : [];
  let outcome: TestOutcome = { kind: "sent" };
  for (const templateId of [plan.templateId, ...others]) {
    const preview = await previewEmail(deps.db, shopId, { templateId, coupon: plan.coupon }, deps);
    if (preview.kind === "refused") return preview;
    outcome = await sendExample(shopId, { email: preview, to, origin: "campaign" }, deps);
    if (outcome.kind !== "sent") return outcome;
  }
  return outcome;
}
