import type { Db } from "~/db.server";
import type { FlowDefinition } from "~/flows/flow";
import type { ShopId } from "~/lib/shop-id";
import { formerMail } from "../document/former-mail";
import { findPublished } from "../document/template-store.server";
import { findReadyTemplate } from "../ready/ready-templates";

/** Step id → the subject that its mail is sent with now, values not filled in. */
export async function loadFlowSubjects(
  db: Db,
  shopId: ShopId,
  { steps }: Pick<FlowDefinition, "steps">,
): Promise<Readonly<Record<string, string>>> {
  const mails = steps.flatMap((step) => (step.kind === "send" ? [step] : []));
  const published = await findPublished(
    db,
    shopId,
    mails.map(({ templateId }) => templateId),
  );
  return Object.fromEntries(
    mails.map((step) => {
      const { stepId, templateId } = step;
      const said = published.get(templateId) ?? findReadyTemplate(templateId) ?? formerMail(step);
      return [stepId, said?.subject ?? ""];
    }),
  );
}
