import { StoredPlan } from "~/campaigns/campaign";
import type { Tx } from "~/db.server";
import { formerTextsOf, NO_TEMPLATE } from "~/flows/former-texts";
import { findFlow, saveFlowVersion } from "~/flows/flow-store.server";
import { getFullEmailName } from "~/flows/email-name";
import type { SendStep } from "~/flows/send-step";
import { storedJson } from "~/flows/stored-json";
import type { PrismaClient } from "~/generated/prisma/client";
import { ShopId } from "~/lib/shop-id";
import { READY_LAYOUTS } from "../ready/ready-layouts";
import { campaignEmailId, makeCampaignEmail } from "./campaign-email.server";
import { DEFAULT_TEMPLATE_ID } from "~/flows/default-template";
import { formerEmail } from "./former-email";
import { publishFirst, saveDraft } from "./template-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
}

/**
 * Makes a template of each email whose texts still stand in its flow's step or in its campaign, and has the flow's next
 * version and the campaign name it: there they can be edited like all others. What is sent stays the same; whoever is
 * in such a flow goes on with the version that they began with. Done over, it changes nothing more.
 *
 * @returns how many flows and campaigns it was done for
 */
export async function adoptFormerTexts(deps: Deps): Promise<number> {
  return (await adoptFlows(deps)) + (await adoptCampaigns(deps));
}

async function adoptFlows(deps: Deps): Promise<number> {
  const found = await deps.db.$queryRaw<{ shopId: string; flowId: string }[]>`
    select distinct shop_id as "shopId", flow_id as "flowId"
    from flow join flow_version using (shop_id, flow_id),
      jsonb_array_elements(definition->'steps') as step
    where version = live_version and status <> 'archived'
      and step->>'kind' = 'send' and step ? 'copy'
      and (step->>'templateId' is null or (
        step->>'templateId' <> all(${Object.keys(READY_LAYOUTS)}::text[])
        and not exists (
          select 1 from template
          where template.shop_id = flow.shop_id and template_id = step->>'templateId'
            and published_version is not null)))
    order by 1, 2`;
  for (const { shopId, flowId } of found) await adoptFlow(ShopId.parse(shopId), flowId, deps);
  return found.length;
}

async function adoptFlow(shopId: ShopId, flowId: string, { db, now }: Deps): Promise<void> {
  const flow = await findFlow(db, shopId, flowId);
  if (!flow) return;
  const { definition, version } = flow;
  const steps = definition.steps.map((step) =>
    step.kind === "send" && step.templateId === NO_TEMPLATE
      ? { ...step, templateId: `${definition.key}/${step.stepId}` }
      : step,
  );
  const emails = steps.filter((step) => step.kind === "send");
  const publish = async (tx: Tx) => {
    for (const step of emails) {
      const isNamed = definition.steps.some(
        (it) => it.kind === "send" && it.templateId === step.templateId,
      );
      // A ready email that was named before was said all along.
      if (isNamed && Object.hasOwn(READY_LAYOUTS, step.templateId)) continue;
      await publishStep(
        tx,
        shopId,
        { step, name: getFullEmailName(definition, step.stepId) },
        now(),
      );
    }
  };
  if (steps.every((step, n) => step === definition.steps[n])) {
    await db.$transaction(publish);
    return;
  }
  const change = {
    flowId,
    baseVersion: version,
    definition: { ...definition, steps },
    actor: "kindred",
    alongside: publish,
  };
  await saveFlowVersion(shopId, change, { db, now });
}

async function publishStep(
  tx: Tx,
  shopId: ShopId,
  { step, name }: { readonly step: SendStep; readonly name: string },
  now: Date,
): Promise<void> {
  const document = formerEmail(step);
  if (!document) return;
  const { templateId } = step;
  await publishFirst(tx, shopId, { templateId, name, document, now });
}

async function adoptCampaigns({ db, now }: Deps): Promise<number> {
  const found = await db.$queryRaw<{ shopId: string; campaignId: string }[]>`
    select shop_id as "shopId", campaign_id as "campaignId" from campaign
    where plan->>'templateId' is null
    order by 1, 2`;
  for (const { shopId, campaignId } of found) {
    await db.$transaction((tx) => adoptCampaign(tx, ShopId.parse(shopId), campaignId, now()));
  }
  return found.length;
}

async function adoptCampaign(tx: Tx, shopId: ShopId, campaignId: string, now: Date): Promise<void> {
  await tx.$queryRaw`
    select 1 from campaign where shop_id = ${shopId} and campaign_id = ${campaignId} for update`;
  const where = { shopId_campaignId: { shopId, campaignId } };
  const campaign = await tx.campaign.findUnique({ where });
  if (!campaign) return;
  const { copy, picks, ...plan } = StoredPlan.parse(campaign.plan);
  if (plan.templateId !== NO_TEMPLATE) return;
  const { name, status } = campaign;
  const templateId = campaignEmailId(campaignId);
  const isWritten = copy && [copy.subject, copy.heading, copy.intro].some((it) => it.trim() !== "");
  const document = isWritten ? formerEmail(formerTextsOf({ template: "news", copy, picks })) : null;
  if (!document)
    await makeCampaignEmail(tx, shopId, { campaignId, name, like: DEFAULT_TEMPLATE_ID }, now);
  // What is not started was never checked, and may be half done: to publish it is for the merchant.
  else if (status === "draft") {
    await saveDraft(tx, shopId, { templateId, name, document, baseRevision: 0, now });
  } else {
    await publishFirst(tx, shopId, { templateId, name, document, now });
  }
  await tx.campaign.update({
    where,
    data: {
      plan: storedJson({ ...plan, templateId }),
      // Who has the draft open would save its former texts over it.
      ...(status === "draft" && { version: { increment: 1 } }),
    },
  });
}
