import type { CampaignPlan } from "~/campaigns/campaign";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { mailOfPlan } from "~/messages/editing/mail-of-plan";
import { previewMail } from "~/messages/editing/preview-mail.server";
import type { Keyring } from "~/privacy/keyring.server";
import type { Mailer } from "../mailer";
import { sendExample, type TestOutcome } from "../send-example.server";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "open">;
  readonly mailer: Mailer;
  readonly now: () => Date;
}

/** Sends a campaign's mail as it stands, with an example customer, to an address that the merchant gives. */
export async function sendTestMail(
  shopId: ShopId,
  { plan, to }: { readonly plan: CampaignPlan; readonly to: string },
  deps: Deps,
): Promise<TestOutcome> {
  const preview = await previewMail(deps.db, shopId, mailOfPlan(plan), deps);
  if (preview.kind === "refused") return preview;
  return sendExample(shopId, { mail: preview, to, origin: "campaign" }, deps);
}
