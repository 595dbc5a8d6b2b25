import { createHash } from "node:crypto";
import type { Tx } from "~/db.server";
import { FlowDefinition } from "~/flows/definition/flow";
import { emailStep } from "~/flows/definition/define-flow";
import { createCustomFlow } from "~/flows/custom-flow-store.server";
import type { ShopId } from "~/lib/shop-id";
import type { Text } from "~/i18n/create-text";
import { beginEmail } from "~/messages/templates/begin-email.server";
import { campaignOfEmail } from "~/messages/templates/campaign-email.server";
import {
  listCampaignEmails,
  type CampaignEmail,
} from "~/messages/templates/list-campaign-emails.server";

type FlowForEmail =
  | { readonly kind: "found"; readonly flowId: string }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * The flow through which Shopify Flow sends one campaign email: its trigger is the request and it has only
 * this email, so consent, caps, quiet hours, reports and outbox reasons work as for any message. Created on
 * first use; the merchant sees and pauses it among the flows.
 *
 * @param name of a published campaign email or a layout; case does not matter
 */
export async function findFlowForEmail(
  tx: Tx,
  shopId: ShopId,
  name: string,
  text: Text<"merchant-email">,
  at: Date,
): Promise<FlowForEmail> {
  const wanted = name.trim().toLowerCase();
  const emails = (await listCampaignEmails(tx, shopId)).filter(
    (it) => it.name.toLowerCase() === wanted && isOfCampaign(it),
  );
  const [found] = emails;
  if (!found) return { kind: "refused", reason: text("shopifyFlow.unknownEmail", { name }) };
  if (emails.length > 1) {
    return { kind: "refused", reason: text("shopifyFlow.sameEmailName", { name }) };
  }
  // Two workflows may request the same email at once.
  await tx.$queryRaw`select 1 from shop where shop_id = ${shopId} for update`;
  const flowId = flowIdOf(found.templateId);
  const known = await tx.flow.findUnique({ where: { shopId_flowId: { shopId, flowId } } });
  if (known && known.status !== "live") {
    return { kind: "refused", reason: text("shopifyFlow.flowOff", { name: known.name }) };
  }
  if (!known) {
    const detail = { from: "shopify_flow", templateId: found.templateId };
    await createCustomFlow(tx, shopId, definitionFor(flowId, found), {
      at,
      actor: "shopify_flow",
      detail,
      beginEmail,
    });
    await tx.flow.update({
      where: { shopId_flowId: { shopId, flowId } },
      data: { status: "live", updatedAt: at },
    });
  }
  return { kind: "found", flowId };
}

/** Flow emails need a checkout or an order, which does not exist here. */
const isOfCampaign = ({ templateId }: CampaignEmail) =>
  templateId.startsWith("campaign/") || campaignOfEmail(templateId) !== null;

/** Stable for an email, whatever its name. */
function flowIdOf(templateId: string): string {
  const hex = createHash("sha256").update(templateId).digest("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `own-${[...parts, hex.slice(20, 32)].join("-")}`;
}

function definitionFor(key: string, { templateId, name }: CampaignEmail): FlowDefinition {
  return FlowDefinition.parse({
    key,
    // Names have at most 80 characters.
    name: `“${name.slice(0, 55)}”, by Shopify Flow`,
    trigger: { kind: "shopify_flow", maxAgeHours: 72 },
    steps: [{ ...emailStep("email-1"), templateId }],
    exits: [],
    // The workflow selects the customers, so there is no holdout.
    holdoutRate: 0,
  });
}
