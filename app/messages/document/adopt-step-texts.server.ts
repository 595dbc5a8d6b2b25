import type { FlowDefinition } from "~/flows/flow";
import { findFlow, saveFlowVersion } from "~/flows/flow-store.server";
import { mailName } from "~/flows/mail-name";
import type { SendStep } from "~/flows/send-step";
import type { PrismaClient } from "~/generated/prisma/client";
import { ShopId } from "~/lib/shop-id";
import { stepMail } from "../composing/step-mail";
import { publishAsItIs } from "./campaign-mail.server";
import { findTemplate } from "./template-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
}

/**
 * Makes a template of each mail whose texts still stand in its flow's step, and
 * has the flow say that from its next version on: there they can be edited like
 * all others. Whoever is in such a flow goes on with the texts that they began
 * with. Done over, it changes nothing more.
 *
 * @returns how many flows got a version
 */
export async function adoptStepTexts({ db, now }: Deps): Promise<number> {
  const found = await db.$queryRaw<{ shopId: string; flowId: string }[]>`
    select shop_id as "shopId", flow_id as "flowId"
    from flow join flow_version using (shop_id, flow_id)
    where version = live_version and status <> 'archived'
      and jsonb_path_exists(definition, '$.steps[*] ? (@.kind == "send" && !exists(@.templateId))')
    order by shop_id, flow_id`;
  let adopted = 0;
  for (const { shopId, flowId } of found) {
    if (await adoptFlow(ShopId.parse(shopId), flowId, { db, now })) adopted += 1;
  }
  return adopted;
}

async function adoptFlow(shopId: ShopId, flowId: string, deps: Deps): Promise<boolean> {
  const flow = await findFlow(deps.db, shopId, flowId);
  if (!flow) return false;
  const { definition, version } = flow;
  const steps = definition.steps.map((step) =>
    step.kind === "send" && step.templateId === undefined
      ? { ...step, templateId: `${definition.key}/${step.stepId}` }
      : step,
  );
  for (const step of definition.steps) {
    if (step.kind === "send" && step.templateId === undefined) {
      await adoptStep(shopId, definition, step, deps);
    }
  }
  const change = {
    flowId,
    baseVersion: version,
    definition: { ...definition, steps },
    actor: "system",
  };
  const outcome = await saveFlowVersion(shopId, change, deps);
  return outcome.kind === "saved";
}

/** Publishes the step's texts, unless the shop has a template of that name by now. */
async function adoptStep(
  shopId: ShopId,
  definition: FlowDefinition,
  step: SendStep,
  { db, now }: Deps,
): Promise<void> {
  const templateId = `${definition.key}/${step.stepId}`;
  if (await findTemplate(db, shopId, templateId)) return;
  const document = stepMail(step);
  const name = `${definition.name}, ${(mailName(definition, step.stepId) ?? "Mail").toLowerCase()}`;
  await db.$transaction((tx) =>
    publishAsItIs(tx, shopId, { templateId, name, document, now: now() }),
  );
}
