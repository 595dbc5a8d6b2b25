import type { CampaignPlan } from "~/campaigns/campaign";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { listCampaignMails } from "~/messages/document/list-campaign-mails.server";
import { findTemplate } from "~/messages/document/template-store.server";
import { isLarge } from "~/messages/editing/mail-size";
import { previewMail } from "~/messages/editing/preview-mail.server";
import type { Keyring } from "~/privacy/keyring.server";

/** What the versions are called that a campaign tries beside itself. */
export const ORDINALS = ["Second", "Third", "Fourth"];

interface Look {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Compiles every mail that a campaign would send, the others that it tries too: whether each is there, its links are web
 * addresses, its size is one that mailbox providers show, and what was changed in it is published.
 */
export async function lookAtMails(
  db: Db,
  shopId: ShopId,
  plan: CampaignPlan,
  deps: { readonly keyring: Pick<Keyring, "open">; readonly now: () => Date },
): Promise<Look> {
  const others = plan.test?.others.kind === "content" ? plan.test.others.values : [];
  const known = new Set((await listCampaignMails(db, shopId)).map(({ templateId }) => templateId));
  const looks = [await lookAt(db, shopId, { templateId: plan.templateId, name: "The mail" }, deps)];
  for (const [n, templateId] of others.entries()) {
    const name = `The ${(ORDINALS[n] ?? "").toLowerCase()} mail`;
    looks.push(
      known.has(templateId)
        ? await lookAt(db, shopId, { templateId, name }, deps)
        : { problems: [`${name} is not there any more: choose another one.`], warnings: [] },
    );
  }
  return {
    problems: looks.flatMap(({ problems }) => problems),
    warnings: looks.flatMap(({ warnings }) => warnings),
  };
}

async function lookAt(
  db: Db,
  shopId: ShopId,
  { templateId, name }: { readonly templateId: string; readonly name: string },
  deps: { readonly keyring: Pick<Keyring, "open">; readonly now: () => Date },
): Promise<Look> {
  const isOwn = name === "The mail";
  const preview = await previewMail(db, shopId, { templateId }, deps);
  if (preview.kind === "refused") {
    return { problems: [isOwn ? preview.problem : `${name}: ${preview.problem}`], warnings: [] };
  }
  const template = await findTemplate(db, shopId, templateId);
  return {
    problems: [],
    warnings: [
      ...(isLarge(preview.htmlBytes)
        ? [
            `${name} is large: ${Math.round(preview.htmlBytes / 1_000)} kB. Gmail cuts mails off at 102 kB.`,
          ]
        : []),
      ...(template?.draft
        ? [`${name} has changes that are not published: it would be sent without them.`]
        : []),
    ],
  };
}
