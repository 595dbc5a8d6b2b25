import type { Db } from "~/db.server";
import type { FlowDefinition } from "~/flows/flow";
import type { ShopId } from "~/lib/shop-id";
import { showsCoupon } from "../coupons/coupon";
import { formerMail } from "../document/former-mail";
import { localise, type MailDocument } from "../document/mail-document";
import { findPublished } from "../document/template-store.server";
import { findReadyTemplate } from "../ready/ready-templates";

type Steps = Pick<FlowDefinition, "steps">;

/** Each mail of a flow as it is sent now, by its step; null: a step that says nothing. */
export type SaidMails = readonly (readonly [stepId: string, mail: MailDocument | null])[];

/** Step id → the subject that its mail is sent with now, values not filled in. */
export async function loadFlowSubjects(
  db: Db,
  shopId: ShopId,
  flow: Steps,
): Promise<Readonly<Record<string, string>>> {
  return subjectsOf(await loadSaidMails(db, shopId, flow));
}

/** Step id → the subject of its mail, values not filled in. */
export function subjectsOf(said: SaidMails): Readonly<Record<string, string>> {
  return Object.fromEntries(said.map(([stepId, mail]) => [stepId, mail?.subject ?? ""]));
}

/** The steps whose mails have a place for a discount code. */
export function stepsWithCode(said: SaidMails): string[] {
  return said.flatMap(([stepId, mail]) =>
    mail && showsCoupon(localise(mail, mail.language)) ? [stepId] : [],
  );
}

/** What the mails of a flow say now. */
export async function loadSaidMails(db: Db, shopId: ShopId, { steps }: Steps): Promise<SaidMails> {
  const mails = steps.flatMap((step) => (step.kind === "send" ? [step] : []));
  const published = await findPublished(
    db,
    shopId,
    mails.map(({ templateId }) => templateId),
  );
  return mails.map((step) => {
    const { stepId, templateId } = step;
    return [
      stepId,
      published.get(templateId) ?? findReadyTemplate(templateId) ?? formerMail(step),
    ] as const;
  });
}
