import type { Db } from "~/db.server";
import type { FlowDefinition } from "~/flows/definition/flow";
import type { ShopId } from "~/lib/shop-id";
import { showsCoupon } from "~/messages/coupons/coupon";
import { localize, type EmailDocument } from "~/messages/document/email-document";
import { findPublished } from "~/messages/templates/template-store.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";

type Steps = Pick<FlowDefinition, "steps">;

/** Effective emails of a flow by step. */
export type EffectiveEmails = readonly (readonly [stepId: string, email: EmailDocument | null])[];

/** Step id → subject with merge values. */
export function subjectsOf(emails: EffectiveEmails): Readonly<Record<string, string>> {
  return Object.fromEntries(emails.map(([stepId, email]) => [stepId, email?.subject ?? ""]));
}

/** Steps whose emails show a discount code. */
export function stepsWithCode(emails: EffectiveEmails): string[] {
  return emails.flatMap(([stepId, email]) =>
    email && showsCoupon(localize(email, email.language)) ? [stepId] : [],
  );
}

/** Loads the effective emails of a flow. */
export async function loadEffectiveEmails(
  db: Db,
  shopId: ShopId,
  { steps }: Steps,
): Promise<EffectiveEmails> {
  const emails = steps.flatMap((step) => (step.kind === "send" ? [step] : []));
  const published = await findPublished(
    db,
    shopId,
    emails.map(({ templateId }) => templateId),
  );
  return emails.map(
    ({ stepId, templateId }) =>
      [stepId, published.get(templateId) ?? findReadyTemplate(templateId)] as const,
  );
}
