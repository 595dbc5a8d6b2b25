import type { Config } from "~/config";
import { composeEmail, type Email } from "~/delivery/email";
import type { Mailer } from "~/delivery/mailer";
import { wasSentBefore } from "~/delivery/restore/sent-before-restore-store.server";
import { sendToMerchant } from "~/delivery/send-to-merchant";
import { loadSendingSetup, type SendingSetup } from "~/delivery/decision/sending-setup.server";
import { findStaffAddress } from "~/delivery/test-emails/staff-address.server";
import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { isShopDue } from "~/jobs/due-shops.server";
import { defineJob } from "~/jobs/job.server";
import type { Log } from "~/lib/log.server";
import { derivedId } from "~/lib/derived-id.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findSkippedUntil } from "~/restore/shop-restore-store.server";
import { addDays, dayIn } from "../reports/report-range";
import { mondayOf } from "../optimizer/weeks";
import {
  beginDigest,
  freezeDigest,
  selectShopsDueForDigest,
  openDigest,
  settleDigest,
} from "./digest-store.server";
import { loadDigest } from "./load-digest.server";
import { renderDigest } from "./render-digest.server";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly mailer: Mailer;
  readonly now: () => Date;
  readonly config: Pick<Config, "shopify">;
  readonly log: Pick<Log, "warn">;
}

/**
 * Emails the merchant a report each Monday. It is not a message to a customer: no caps, reports or holdouts
 * apply. One email per call, frozen before the first attempt; a retry has the same bytes and key.
 */
export const sendDigestsJob = defineJob<Deps>({
  name: "feedback.send-digests",
  selectDueShops: selectShopsDueForDigest,

  async run(shopId, deps) {
    const { db, keyring, now, log } = deps;
    const at = now();
    if (!(await isShopDue(db, shopId, selectShopsDueForDigest(at)))) return { more: false };
    const setup = await loadSendingSetup(db, shopId, deps);
    const week = addDays(mondayOf(dayIn(at, setup.shop.timeZone)), -7);
    const due = await beginDigest(db, shopId, week, at);
    if (!due) return { more: false };
    const end = await sendToMerchant(
      {
        ...due,
        key: `digest/${shopId}/${week}`,
        open: () => openDigest(shopId, due, { keyring }),
        compose: () => compose(shopId, week, setup, deps),
        freeze: (email) => freezeDigest(db, shopId, week, email, { keyring, now: at }),
      },
      deps,
    );
    await settleDigest(db, shopId, week, end);
    if (end.state !== "sent") {
      log.warn({ shopId, week, reason: end.reason }, "a digest was not handed over");
    }
    return { more: false };
  },
});

/** @returns the email, or the reason why there is none */
async function compose(
  shopId: ShopId,
  week: string,
  { sender, settings, shop }: SendingSetup,
  deps: Deps,
): Promise<Email | string> {
  const messageId = derivedId(shopId, "digest", week);
  if (await mayBeSent(deps.db, shopId, { messageId, week })) return "restored";
  const to = await findStaffAddress(deps.db, shopId, settings.digestAddress, deps);
  if (to === null) return "bad_recipient";
  if (sender.kind === "missing") return "sender_missing";
  const loaded = await loadDigest(deps.db, shopId, week, deps);
  if (loaded === null) return "nothing_to_say";
  const admin = `https://${shopId}/admin/apps/${deps.config.shopify.apiKey}`;
  const faces = await renderDigest({
    brand: sender.brand,
    ...loaded,
    links: {
      shop: shop.url,
      report: `${admin}/app/reports?from=${week}&to=${addDays(week, 6)}&by=flow`,
      changes: `${admin}/app/changes`,
      outbox: `${admin}/app/outbox`,
      settings: `${admin}/app/settings#measuring`,
    },
  });
  const outcome = composeEmail({
    shopId,
    messageId,
    from: sender.from,
    to,
    replyTo: null,
    subject: loaded.digest.subject,
    ...faces,
    unsubscribe: null,
  });
  return outcome.kind === "composed" ? outcome.email : outcome.reason;
}

/** Whether it may have been sent before a restore. */
async function mayBeSent(
  db: Db,
  shopId: ShopId,
  { messageId, week }: { readonly messageId: string; readonly week: string },
): Promise<boolean> {
  if (await wasSentBefore(db, shopId, messageId)) return true;
  const skippedUntil = await findSkippedUntil(db, shopId);
  return skippedUntil !== null && addDays(week, 7) <= skippedUntil.toISOString().slice(0, 10);
}
