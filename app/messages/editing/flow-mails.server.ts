import type { Db } from "~/db.server";
import type { FlowDefinition } from "~/flows/flow";
import type { ShopId } from "~/lib/shop-id";
import type { StepRefusal } from "../coupons/describe-refusal";
import { listFlowRefusals } from "../coupons/list-refusals.server";
import { mayMakeDiscounts } from "../coupons/may-make-discounts.server";
import type { MailDocument } from "../document/mail-document";
import { findDrafts } from "../document/template-store.server";
import { loadEffectiveEmails, stepsWithCode, subjectsOf } from "./flow-subjects.server";
import { listOfferedMails, type OfferedMail } from "./offered-mails";

/** Emails of a flow for its page. */
export interface FlowMails {
  /** Step id → subject, the draft's if unpublished. */
  readonly subjects: Readonly<Record<string, string>>;
  /** Steps with unpublished emails, which are not sent. */
  readonly draftSteps: readonly string[];
  /** Prebuilt emails that new ones can start from. */
  readonly readyMails: readonly OfferedMail[];
  /** Rejected discounts of its emails. */
  readonly refusals: readonly StepRefusal[];
  /** Steps whose published emails show a discount code. */
  readonly stepsWithCode: readonly string[];
  /** Whether the shop allows Kindred to create discounts. */
  readonly mayMakeDiscounts: boolean;
}

export async function loadFlowMails(
  db: Db,
  shopId: ShopId,
  flow: { readonly flowId: string; readonly definition: FlowDefinition },
): Promise<FlowMails> {
  const { definition } = flow;
  const emails = await loadEffectiveEmails(db, shopId, definition);
  const draftSteps = emails.flatMap(([stepId, mail]) => (mail === null ? [stepId] : []));
  const drafts = await loadDrafts(db, shopId, definition, draftSteps);
  const shown = emails.map(([stepId, mail]) => [stepId, mail ?? drafts(stepId)] as const);
  return {
    subjects: subjectsOf(shown),
    draftSteps,
    readyMails: listOfferedMails(definition.trigger.kind),
    refusals: await listFlowRefusals(db, shopId, flow),
    stepsWithCode: stepsWithCode(shown),
    mayMakeDiscounts: await mayMakeDiscounts(db, shopId),
  };
}

/** @returns the draft of a step's email, or null */
async function loadDrafts(
  db: Db,
  shopId: ShopId,
  { steps }: Pick<FlowDefinition, "steps">,
  stepIds: readonly string[],
): Promise<(stepId: string) => MailDocument | null> {
  const idOf = new Map(
    steps.flatMap((step) =>
      step.kind === "send" && stepIds.includes(step.stepId)
        ? [[step.stepId, step.templateId] as const]
        : [],
    ),
  );
  const drafts = await findDrafts(db, shopId, [...idOf.values()]);
  return (stepId) => drafts.get(idOf.get(stepId) ?? "") ?? null;
}
