import type { Db } from "~/db.server";
import type { FlowDefinition } from "~/flows/definition/flow";
import type { ShopId } from "~/lib/shop-id";
import type { StepRefusal } from "~/messages/coupons/discount-refusal";
import { listFlowRefusals } from "~/messages/coupons/list-refusals.server";
import { mayMakeDiscounts } from "~/messages/coupons/may-make-discounts.server";
import type { EmailDocument } from "~/messages/document/email-document";
import { findDrafts } from "~/messages/templates/template-store.server";
import { loadEffectiveEmails, stepsWithCode, subjectsOf } from "./flow-subjects.server";
import { listOfferedEmails, type OfferedEmail } from "./offered-emails.server";

/** Emails of a flow for its page. */
export interface FlowEmails {
  /** Step id → subject, the draft's if unpublished. */
  readonly subjects: Readonly<Record<string, string>>;
  /** Steps with unpublished emails, which are not sent. */
  readonly draftSteps: readonly string[];
  /** Prebuilt emails that new ones can start from. */
  readonly readyEmails: readonly OfferedEmail[];
  /** Rejected discounts of its emails. */
  readonly refusals: readonly StepRefusal[];
  /** Steps whose published emails show a discount code. */
  readonly stepsWithCode: readonly string[];
  /** Whether the shop allows Kindred to create discounts. */
  readonly mayMakeDiscounts: boolean;
}

export async function loadFlowEmails(
  db: Db,
  shopId: ShopId,
  flow: { readonly flowId: string; readonly definition: FlowDefinition },
): Promise<FlowEmails> {
  const { definition } = flow;
  const emails = await loadEffectiveEmails(db, shopId, definition);
  const draftSteps = emails.flatMap(([stepId, email]) => (email === null ? [stepId] : []));
  const drafts = await loadDrafts(db, shopId, definition, draftSteps);
  const shown = emails.map(([stepId, email]) => [stepId, email ?? drafts(stepId)] as const);
  return {
    subjects: subjectsOf(shown),
    draftSteps,
    readyEmails: listOfferedEmails(definition.trigger.kind),
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
): Promise<(stepId: string) => EmailDocument | null> {
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
