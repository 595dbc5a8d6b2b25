import type { CampaignPlan } from "~/campaigns/campaign";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { listCampaignEmails } from "~/messages/templates/list-campaign-emails.server";
import { findTemplate } from "~/messages/templates/template-store.server";
import { isLarge } from "~/messages/document/email-size";
import { previewEmail } from "../emails/preview-email.server";
import type { CampaignProblem, CampaignWarning } from "./campaign-problem";
import type { Keyring } from "~/privacy/keyring.server";

interface EmailCheck {
  /** Subjects as an example customer sees them. */
  readonly subjects: readonly string[];
  readonly problems: readonly CampaignProblem[];
  readonly warnings: readonly CampaignWarning[];
}

/**
 * Compiles every email of a campaign, variants included, and checks that it exists, that its links are web
 * addresses, that mailbox providers show its whole size, and that its changes are published.
 */
export async function checkCampaignEmails(
  db: Db,
  shopId: ShopId,
  plan: CampaignPlan,
  deps: { readonly keyring: Pick<Keyring, "open">; readonly now: () => Date },
): Promise<EmailCheck> {
  const others = plan.test?.others.kind === "content" ? plan.test.others.values : [];
  const known = new Set((await listCampaignEmails(db, shopId)).map(({ templateId }) => templateId));
  const checks: EmailCheck[] = [
    await checkEmail(db, shopId, { templateId: plan.templateId, number: 1 }, deps),
  ];
  for (const [n, templateId] of others.entries()) {
    const number = n + 2;
    checks.push(
      known.has(templateId)
        ? await checkEmail(db, shopId, { templateId, number }, deps)
        : { subjects: [], problems: [{ code: "email_deleted", number }], warnings: [] },
    );
  }
  return {
    subjects: checks.flatMap((look) => look.subjects),
    problems: checks.flatMap(({ problems }) => problems),
    warnings: checks.flatMap(({ warnings }) => warnings),
  };
}

/** Alternative subjects of a campaign's email, filled in with an example customer. */
export async function fillOtherSubjects(
  db: Db,
  shopId: ShopId,
  { templateId, test }: CampaignPlan,
  deps: { readonly keyring: Pick<Keyring, "open">; readonly now: () => Date },
): Promise<string[]> {
  const filled: string[] = [];
  for (const subject of test?.others.kind === "subject" ? test.others.values : []) {
    const preview = await previewEmail(db, shopId, { templateId, subject }, deps);
    if (preview.kind === "ready") filled.push(preview.subject);
  }
  return filled;
}

async function checkEmail(
  db: Db,
  shopId: ShopId,
  { templateId, number }: { readonly templateId: string; readonly number: number },
  deps: { readonly keyring: Pick<Keyring, "open">; readonly now: () => Date },
): Promise<EmailCheck> {
  const preview = await previewEmail(db, shopId, { templateId }, deps);
  if (preview.kind === "refused") {
    const { problem } = preview;
    return { subjects: [], problems: [{ code: "email", number, problem }], warnings: [] };
  }
  const template = await findTemplate(db, shopId, templateId);
  return {
    subjects: [preview.subject],
    problems: [],
    warnings: [
      ...(isLarge(preview.htmlBytes)
        ? [{ code: "large" as const, number, kilobytes: Math.round(preview.htmlBytes / 1_000) }]
        : []),
      ...(template?.draft ? [{ code: "unpublished" as const, number }] : []),
    ],
  };
}
