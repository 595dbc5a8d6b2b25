import type { Db } from "~/db.server";
import { loadOfferSettings } from "~/experiments/offers/load-offer-settings.server";
import { isPromisedBefore } from "~/flows/definition/chosen-discount";
import type { FlowDefinition } from "~/flows/definition/flow";
import type { ShopId } from "~/lib/shop-id";
import type { StepRefusal } from "~/messages/coupons/discount-refusal";
import { listFlowRefusals } from "~/messages/coupons/list-refusals.server";
import { mayMakeDiscounts } from "~/messages/coupons/may-make-discounts.server";
import { promisesInAnyLanguage } from "~/messages/coupons/promises-discount";
import type { EmailDocument } from "~/messages/document/email-document";
import { sketchEmail, type SketchPart } from "~/messages/editing/sketch-email";
import { findDrafts } from "~/messages/templates/template-store.server";
import {
  loadEffectiveEmails,
  stepsWithCode,
  subjectsOf,
  type EffectiveEmails,
} from "./flow-subjects.server";
import type { TriggerKind } from "~/flows/definition/trigger";
import type { EmailReason } from "~/messages/blocks/kinds/footer";
import { listReadyNames } from "~/messages/ready/ready-templates.server";

/** Emails of a flow for its page. */
export interface FlowEmails {
  /** Step id → subject, the draft's if unpublished. */
  readonly subjects: Readonly<Record<string, string>>;
  /** Step id → drawing of the email, of the draft if unpublished. */
  readonly sketches: Readonly<Record<string, readonly SketchPart[]>>;
  /** Steps with unpublished emails, which are not sent. */
  readonly draftSteps: readonly string[];
  /** Prebuilt emails that new ones can start from. */
  readonly readyEmails: readonly OfferedEmail[];
  /** Rejected discounts of its emails. */
  readonly refusals: readonly StepRefusal[];
  /** Steps whose published emails show a discount code. */
  readonly stepsWithCode: readonly string[];
  /** Steps whose discount everyone gets, because it is promised for signing up or by the email's text. */
  readonly promisedSteps: Readonly<Record<string, PromisedBy>>;
  /** Whether the shop allows Kindred to create discounts. */
  readonly mayMakeDiscounts: boolean;
  /** The largest discount in percent that Kindred may choose. */
  readonly maxDiscountPercent: number;
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
    sketches: Object.fromEntries(
      shown.flatMap(([stepId, email]) => (email ? [[stepId, sketchEmail(email)]] : [])),
    ),
    draftSteps,
    readyEmails: listOfferedEmails(definition.trigger.kind),
    refusals: await listFlowRefusals(db, shopId, flow),
    stepsWithCode: stepsWithCode(shown),
    promisedSteps: listPromised(definition, shown),
    mayMakeDiscounts: await mayMakeDiscounts(db, shopId),
    maxDiscountPercent: (await loadOfferSettings(db, shopId)).maxDiscountPercent,
  };
}

/** What promises a discount: the sign-up before the flow, or the email's text. */
type PromisedBy = "sign_up" | "text";

function listPromised(
  { trigger }: FlowDefinition,
  emails: EffectiveEmails,
): Readonly<Record<string, PromisedBy>> {
  const isBefore = isPromisedBefore(trigger.kind);
  return Object.fromEntries(
    emails.flatMap(([stepId, email]): (readonly [string, PromisedBy])[] => {
      if (isBefore) return [[stepId, "sign_up"]];
      return email && promisesInAnyLanguage(email) ? [[stepId, "text"]] : [];
    }),
  );
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

/** A prebuilt email that a new one can start from. */
interface OfferedEmail {
  readonly templateId: string;
  readonly name: string;
}

const REASONS: Readonly<Partial<Record<TriggerKind, EmailReason>>> = {
  checkout_idle: "checkout",
  cart_idle: "cart",
  browse_idle: "viewed",
  price_drop: "viewed",
  low_stock: "viewed",
  back_in_stock: "request",
  replenishment_due: "order",
  order_paid: "order",
  order_delivered: "order",
  anniversary: "birthday",
};

/**
 * Prebuilt emails that fit a flow with this trigger, those about the trigger's object first: an email states why the
 * recipient gets it. Everyone in a flow is subscribed, so emails for subscribers fit all.
 */
export function listOfferedEmails(trigger: TriggerKind): readonly OfferedEmail[] {
  const reason = REASONS[trigger];
  const offered = listReadyNames().filter(
    ({ because }) => because === reason || because === "subscribed",
  );
  return offered
    .toSorted((a, b) => Number(b.because === reason) - Number(a.because === reason))
    .map(({ templateId, name }) => ({ templateId, name }));
}
