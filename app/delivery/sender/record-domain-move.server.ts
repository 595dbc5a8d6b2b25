import { v7 as uuidv7 } from "uuid";
import type { Tx } from "~/db.server";
import { textIn } from "~/i18n/text-in.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { findMerchantLocale, findShopContact } from "~/shopify/shop-store.server";
import { queueSystemEmail } from "../system-emails/system-email-store.server";
import { composeEmail } from "../email";
import type { DomainDeps } from "./check-domain.job.server";
import { renderOwnEmail } from "./own-email.server";

interface Move {
  readonly domain: string;
  readonly from: ShopId;
  readonly to: ShopId;
  readonly at: Date;
}

/** Records a domain's move in both shops' audit trails and emails the previous owner. */
export async function recordDomainMove(
  tx: Tx,
  { domain, from, to, at }: Move,
  deps: Pick<DomainDeps, "keyring" | "config">,
): Promise<void> {
  for (const [shopId, action] of [
    [from, "domain_lost_to_another_shop"],
    [to, "domain_taken_from_another_shop"],
  ] as const) {
    const actor = shopId === to ? "merchant" : "kindred";
    await recordAudit(tx, shopId, { at, actor, action, detail: { domain } });
  }
  const email = await compose(tx, from, domain, deps);
  if (!email) return;
  const notice = { kind: "notice", emailId: email.messageId, email } as const;
  await queueSystemEmail(tx, from, notice, { keyring: deps.keyring, now: at });
}

/** Null without a recipient or a sender; the admin shows it anyway. */
async function compose(
  tx: Tx,
  shopId: ShopId,
  domain: string,
  { keyring, config }: Pick<DomainDeps, "keyring" | "config">,
) {
  const { kindredSender, shopify } = config;
  const to = (await findShopContact(tx, shopId, { keyring }))?.email ?? null;
  if (to === null || kindredSender === null) return null;
  const { language } = await findMerchantLocale(tx, shopId);
  const text = textIn(language, "merchant-email");
  const subject = text("domainMoved.subject", { domain });
  const faces = await renderOwnEmail({
    language,
    heading: subject,
    paragraphs: [text("domainMoved.text", { domain, shop: shopId }), text("domainMoved.next")],
    button: {
      label: text("domainMoved.button"),
      url: `https://${shopId}/admin/apps/${shopify.apiKey}/app/sender`,
    },
  });
  const composed = composeEmail({
    shopId,
    messageId: uuidv7(),
    from: { name: "Kindred", address: kindredSender },
    to,
    replyTo: null,
    subject,
    ...faces,
    unsubscribe: null,
  });
  return composed.kind === "composed" ? composed.email : null;
}
