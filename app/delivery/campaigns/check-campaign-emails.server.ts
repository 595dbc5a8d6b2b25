import type { CampaignPlan } from "~/campaigns/campaign";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { listCampaignEmails } from "~/messages/document/list-campaign-emails.server";
import { findTemplate } from "~/messages/document/template-store.server";
import { isLarge } from "~/messages/editing/email-size";
import { previewEmail } from "~/messages/editing/preview-email.server";
import type { Keyring } from "~/privacy/keyring.server";

/** Names of the variants beside the campaign's own email. */
export const ORDINALS = ["Second", "Third", "Fourth"];

interface EmailCheck {
  /** Subjects as an example customer sees them. */
  readonly subjects: readonly string[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
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
  const checks = [
    await checkEmail(db, shopId, { templateId: plan.templateId, name: "The email" }, deps),
  ];
  for (const [n, templateId] of others.entries()) {
    const name = `The ${(ORDINALS[n] ?? "").toLowerCase()} email`;
    checks.push(
      known.has(templateId)
        ? await checkEmail(db, shopId, { templateId, name }, deps)
        : {
            subjects: [],
            problems: [`${name} is not there any more: choose another one.`],
            warnings: [],
          },
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
  { templateId, name }: { readonly templateId: string; readonly name: string },
  deps: { readonly keyring: Pick<Keyring, "open">; readonly now: () => Date },
): Promise<EmailCheck> {
  const isOwn = name === "The email";
  const preview = await previewEmail(db, shopId, { templateId }, deps);
  if (preview.kind === "refused") {
    const problems = [isOwn ? preview.problem : `${name}: ${preview.problem}`];
    return { subjects: [], problems, warnings: [] };
  }
  const template = await findTemplate(db, shopId, templateId);
  return {
    subjects: [preview.subject],
    problems: [],
    warnings: [
      ...(isLarge(preview.htmlBytes)
        ? [
            `${name} is large: ${Math.round(preview.htmlBytes / 1_000)} kB. Gmail cuts emails off at 102 kB.`,
          ]
        : []),
      ...(template?.draft
        ? [`${name} has changes that are not published: it would be sent without them.`]
        : []),
    ],
  };
}
