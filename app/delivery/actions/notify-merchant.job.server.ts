import { render } from "react-email";
import { v7 as uuidv7 } from "uuid";
import type { Config } from "~/config";
import type { CommonDeps } from "~/deps";
import { createFormat } from "~/i18n/create-format";
import { textIn } from "~/i18n/text-in.server";
import { defineJob } from "~/jobs/job.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import { plainText } from "~/messages/compiling/compile-template.server";
import { findMerchantLocale } from "~/shopify/shop-store.server";
import { findStaffAddress } from "../test-emails/staff-address.server";
import { composeEmail } from "../email";
import type { Mailer } from "../mailer";
import { loadSendingSetup } from "../decision/sending-setup.server";
import {
  endNotes,
  listNotes,
  queueWaitingNotes,
  selectShopsWithDueNotices,
  nextNoticeTimes,
} from "../notices/notice-store.server";
import { findEndpointNotice } from "../notices/endpoint-notice.server";
import { findRevertNotice } from "../notices/revert-notice.server";
import { writeEndpoint, writeNotes, writeRevert } from "../notices/write-notice";
import { sendSystemEmail, type SystemEmailDraft } from "../system-emails/send-system-email.server";
import { claimSystemEmails } from "../system-emails/system-email-store.server";

interface Deps extends CommonDeps<"db" | "keyring" | "now"> {
  readonly mailer: Mailer;
  readonly config: { readonly shopify: Pick<Config["shopify"], "apiKey"> };
  readonly log: Pick<Log, "warn">;
}

/**
 * Emails the merchant the notes of flows, at most once an hour, reverted tests, and disabled endpoints. It is not a message to a customer and is not
 * counted as one. Frozen before the first attempt: a retry has the same bytes and key.
 */
export const notifyMerchantJob = defineJob<Deps>({
  name: "delivery.notify-merchant",
  selectDueShops: selectShopsWithDueNotices,
  nextDueTimes: nextNoticeTimes,

  async run(shopId, deps) {
    const { db, keyring, now } = deps;
    await db.$transaction((tx) => queueWaitingNotes(tx, shopId, { keyring, now: now() }));
    const [due] = await claimSystemEmails(db, shopId, { kind: "notice", limit: 1 }, now());
    if (!due) return { more: false };
    const { emailId } = due;
    await sendSystemEmail(
      shopId,
      due,
      {
        key: `notice/${emailId}`,
        compose: () => compose(shopId, emailId, deps),
        onEnd: (tx, end) => endNotes(tx, shopId, emailId, end, now()),
      },
      deps,
    );
    return { more: false };
  },
});

async function compose(shopId: ShopId, emailId: string, deps: Deps): Promise<SystemEmailDraft> {
  const { db, config } = deps;
  const { sender, settings, shop } = await loadSendingSetup(db, shopId, deps);
  const to = await findStaffAddress(db, shopId, settings.digestAddress, deps);
  if (to === null) return { kind: "refused", reason: "bad_recipient" };
  if (sender.kind === "missing") return { kind: "waits", reason: "sender_missing" };
  const { language, locale } = await findMerchantLocale(db, shopId);
  const writer = {
    brand: sender.brand,
    text: textIn(language, "merchant-email"),
    format: createFormat(locale, shop.timeZone),
    language,
    shopUrl: shop.url,
    admin: `https://${shopId}/admin/apps/${config.shopify.apiKey}/app`,
  };
  const notice = await writeNotice(shopId, emailId, writer, db);
  if (notice === null) return { kind: "refused", reason: "nothing_to_say" };
  const html = await render(notice.email);
  return composeEmail({
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
}

/** @returns null if there is nothing to say any more */
async function writeNotice(
  shopId: ShopId,
  emailId: string,
  writer: Parameters<typeof writeNotes>[1],
  db: Deps["db"],
) {
  const revert = await findRevertNotice(db, shopId, emailId);
  if (revert !== null) return writeRevert(revert, writer);
  const endpoint = await findEndpointNotice(db, shopId, emailId);
  if (endpoint !== null) return writeEndpoint(endpoint, writer);
  const notes = await listNotes(db, shopId, emailId);
  return notes.length === 0 ? null : writeNotes(notes, writer);
}
