import type { CampaignPlan } from "~/campaigns/campaign";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { listCampaignEmails } from "~/messages/templates/list-campaign-emails.server";
import { findTemplate } from "~/messages/templates/template-store.server";
import { hasReducedProduct } from "~/catalog/find-reduced.server";
import { flattenBlocks } from "~/messages/blocks/block";
import { showsCoupon } from "~/messages/coupons/coupon";
import { claimsSale, namesSale } from "~/messages/document/claims-sale";
import { localize, type EmailDocument } from "~/messages/document/email-document";
import { isLarge } from "~/messages/document/email-size";
import { listProductSlots } from "~/messages/document/product-slots";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
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
 * addresses, that mailbox providers show its whole size, that its changes are published, and that the sale it speaks of
 * exists.
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
    await checkEmail(db, shopId, { templateId: plan.templateId, number: 1, plan }, deps),
  ];
  for (const [n, templateId] of others.entries()) {
    const number = n + 2;
    checks.push(
      known.has(templateId)
        ? await checkEmail(db, shopId, { templateId, number, plan }, deps)
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

interface EmailToCheck {
  readonly templateId: string;
  readonly number: number;
  readonly plan: CampaignPlan;
}

async function checkEmail(
  db: Db,
  shopId: ShopId,
  { templateId, number, plan }: EmailToCheck,
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
      ...(await missingSale(db, shopId, { templateId, number, plan })),
      ...(template?.draft ? [{ code: "unpublished" as const, number }] : []),
    ],
  };
}

/** Whether an email speaks of a sale while nothing is reduced, and no code reduces anything. */
async function missingSale(
  db: Db,
  shopId: ShopId,
  { templateId, number, plan: { coupon, test } }: EmailToCheck,
): Promise<CampaignWarning[]> {
  const email = await findEffectiveTemplate(db, shopId, templateId);
  const subjects = test?.others.kind === "subject" ? test.others.values : [];
  if (!email || !(claimsSale(email) || subjects.some(namesSale))) return [];
  if (hasCode(email, coupon !== null)) return [];
  const chosen = listChosen(email);
  if (await hasReducedProduct(db, shopId, chosen)) return [];
  return [{ code: chosen === null ? "no_sale" : "no_sale_chosen", number }];
}

function hasCode(email: EmailDocument, hasDiscount: boolean): boolean {
  const hasOwn = flattenBlocks(email.blocks).some(
    (block) => block.kind === "coupon" && block.code !== "",
  );
  return hasOwn || (hasDiscount && showsCoupon(localize(email, email.language)));
}

/** The products of an email that shows no others; null: recipients see products of the whole store. */
function listChosen({ blocks }: EmailDocument): string[] | null {
  const slots = listProductSlots(blocks);
  const chosen = slots.flatMap(({ source }) =>
    source.kind === "chosen" ? [source.productIds] : [],
  );
  return chosen.length > 0 && chosen.length === slots.length ? chosen.flat() : null;
}
