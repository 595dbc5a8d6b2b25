import { render } from "react-email";
import { v7 as uuidv7 } from "uuid";
import type { Config } from "~/config";
import type { PrismaClient } from "~/generated/prisma/client";
import { textIn } from "~/i18n/text-in.server";
import { defineJob } from "~/jobs/job.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import { plainText } from "~/messages/compiling/compile-template.server";
import type { Keyring } from "~/privacy/keyring.server";
import { findStaffAddress } from "../test-emails/staff-address.server";
import { composeEmail, type Email } from "../email";
import type { Mailer } from "../mailer";
import { sendToMerchant } from "../send-to-merchant";
import { loadSendingSetup } from "../decision/sending-setup.server";
import { planNotice } from "../notices/notice";
import { NoticeEmail } from "../notices/NoticeEmail";
import {
  freezeNotice,
  listNotes,
  selectShopsWithDueNotices,
  openNotice,
  settleNotice,
  beginNotice,
} from "../notices/notice-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly mailer: Mailer;
  readonly now: () => Date;
  readonly config: { readonly shopify: Pick<Config["shopify"], "apiKey"> };
  readonly log: Pick<Log, "warn">;
}

/**
 * Emails the merchant the notes of flows, at most once an hour. It is not a message to a customer and is not
 * counted as one. Frozen before the first attempt: a retry has the same bytes and key.
 */
export const notifyMerchantJob = defineJob<Deps>({
  name: "delivery.notify-merchant",
  selectDueShops: selectShopsWithDueNotices,

  async run(shopId, deps) {
    const { db, keyring, now, log } = deps;
    const due = await db.$transaction((tx) => beginNotice(tx, shopId, now()));
    if (!due) return { more: false };
    const { noticeId } = due;
    const end = await sendToMerchant(
      {
        ...due,
        key: `notice/${noticeId}`,
        open: () => openNotice(shopId, due, { keyring }),
        compose: () => compose(shopId, noticeId, deps),
        freeze: (email) => freezeNotice(db, shopId, { noticeId, email }, { keyring, now: now() }),
      },
      deps,
    );
    await db.$transaction((tx) => settleNotice(tx, shopId, due, end, now()));
    if (end.state !== "sent") {
      log.warn({ shopId, noticeId, reason: end.reason }, "a notice did not go");
    }
    return { more: false };
  },
});

/** @returns the email, or the reason why there is none */
async function compose(shopId: ShopId, noticeId: string, deps: Deps): Promise<Email | string> {
  const { db, config } = deps;
  const { sender, settings, shop } = await loadSendingSetup(db, shopId, deps);
  const to = await findStaffAddress(db, shopId, settings.digestAddress, deps);
  if (to === null) return "bad_recipient";
  if (sender.kind === "missing") return "sender_missing";
  const notes = await listNotes(db, shopId, noticeId);
  if (notes.length === 0) return "nothing_to_say";
  const notice = planNotice(notes);
  const text = textIn("en", "merchant-email");
  const admin = `https://${shopId}/admin/apps/${config.shopify.apiKey}/app`;
  const html = await render(
    NoticeEmail({
      brand: sender.brand,
      notice,
      text,
      links: { shop: shop.url, flows: `${admin}/flows`, customers: `${admin}/customers` },
    }),
  );
  const outcome = composeEmail({
    shopId,
    messageId: uuidv7(),
    from: sender.from,
    to,
    replyTo: null,
    subject: notice.subject ?? text("notice.subject", { count: notice.noteCount }),
    html,
    text: plainText(html),
    unsubscribe: null,
  });
  return outcome.kind === "composed" ? outcome.email : outcome.reason;
}
