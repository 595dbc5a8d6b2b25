import { render } from "react-email";
import { v7 as uuidv7 } from "uuid";
import type { Config } from "~/config";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import { plainText } from "~/messages/composing/compile-template.server";
import type { Keyring } from "~/privacy/keyring.server";
import { findShopContact } from "~/shopify/shop-store.server";
import { endOfOne, RETRY_FOR_MS, SETUP_WAIT_MS } from "../end-of-one";
import { composeMail, type Mail } from "../mail";
import type { Mailer } from "../mailer";
import { loadSendingSetup } from "../settings/sending-setup.server";
import { planNotice } from "./notice";
import { NoticeMail } from "./NoticeMail";
import {
  freezeNotice,
  listNoted,
  listShopsWithDueNotices,
  openNotice,
  settleNotice,
  takeNotice,
  type DueNotice,
  type NoticeEnd,
} from "./notice-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly mailer: Mailer;
  readonly now: () => Date;
  readonly config: Pick<Config, "shopify">;
  readonly log: Pick<Log, "warn">;
}

/**
 * Tells the merchant what runs came to: one mail an hour at most, with all that has gathered. It is
 * no mail to a customer, and counts nowhere as one. Frozen before the first attempt; a repeat has
 * the same bytes and key.
 */
export const notifyMerchantJob = defineJob<Deps>({
  name: "delivery.notify-merchant",
  listDueShops: listShopsWithDueNotices,

  async run(shopId, deps) {
    const { db, now, log } = deps;
    const due = await db.$transaction((tx) => takeNotice(tx, shopId, now()));
    if (!due) return { more: false };
    const end = await endOf(shopId, due, deps);
    await db.$transaction((tx) => settleNotice(tx, shopId, due, end, now()));
    if (end.state !== "mailed") {
      log.warn({ shopId, noticeId: due.noticeId, reason: end.reason }, "a notice did not go");
    }
    return { more: false };
  },
});

async function endOf(shopId: ShopId, due: DueNotice, deps: Deps): Promise<NoticeEnd> {
  const { db, keyring, mailer, now } = deps;
  const at = now();
  const notMailed = (reason: string): NoticeEnd => ({
    state: "not_mailed",
    reason,
    nextRunAt: null,
  });
  const again = (reason: string, waitMs: number): NoticeEnd => ({
    reason,
    nextRunAt: new Date(at.getTime() + waitMs),
  });
  if (due.firstTriedAt && at.getTime() - due.firstTriedAt.getTime() > RETRY_FOR_MS) {
    return notMailed("unknown");
  }
  let mail = openNotice(shopId, due, { keyring });
  if (mail === null) {
    const composed = await compose(shopId, due.noticeId, deps);
    if (typeof composed === "string") {
      return composed === "sender_missing" ? again(composed, SETUP_WAIT_MS) : notMailed(composed);
    }
    const frozen = { noticeId: due.noticeId, mail: composed };
    const isOurs = await freezeNotice(db, shopId, frozen, { keyring, now: at });
    if (!isOurs) return again("in_flight", SETUP_WAIT_MS);
    mail = composed;
  }
  const outcome = await mailer.sendBatch({ key: `notice/${due.noticeId}`, mails: [mail] });
  const end = endOfOne(outcome, due.attempts);
  switch (end.kind) {
    case "mailed":
      return { state: "mailed", reason: null, nextRunAt: null };
    case "again":
      return again(end.reason, end.waitMs);
    case "not_mailed":
      return notMailed(end.reason);
  }
}

/** @returns the mail, or why there is none */
async function compose(shopId: ShopId, noticeId: string, deps: Deps): Promise<Mail | string> {
  const { db, config } = deps;
  const { sender, settings, shop } = await loadSendingSetup(db, shopId, deps);
  const to = settings.digestAddress ?? (await findShopContact(db, shopId, deps))?.email ?? null;
  if (to === null) return "bad_recipient";
  if (sender.kind === "missing") return "sender_missing";
  const noted = await listNoted(db, shopId, noticeId);
  if (noted.length === 0) return "nothing_to_say";
  const notice = planNotice(noted);
  const admin = `https://${shopId}/admin/apps/${config.shopify.apiKey}/app`;
  const html = await render(
    NoticeMail({
      brand: sender.brand,
      notice,
      links: { shop: shop.url, flows: `${admin}/flows`, customers: `${admin}/customers` },
    }),
  );
  const outcome = composeMail({
    shopId,
    messageId: uuidv7(),
    from: sender.from,
    to,
    replyTo: null,
    subject: notice.subject,
    html,
    text: plainText(html),
    unsubscribe: null,
  });
  return outcome.kind === "composed" ? outcome.mail : outcome.reason;
}
