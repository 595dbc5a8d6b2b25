import type { Config } from "~/config";
import { composeEmail } from "~/delivery/email";
import type { Mailer } from "~/delivery/mailer";
import { wasSentBefore } from "~/delivery/restore/sent-before-restore-store.server";
import {
  sendSystemEmail,
  type SystemEmailDraft,
} from "~/delivery/system-emails/send-system-email.server";
import {
  claimSystemEmails,
  queueSystemEmail,
  nextSystemEmailTimes,
} from "~/delivery/system-emails/system-email-store.server";
import { loadSendingSetup, type SendingSetup } from "~/delivery/decision/sending-setup.server";
import { findStaffAddress } from "~/delivery/test-emails/staff-address.server";
import type { Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { Prisma } from "~/generated/prisma/client";
import { isShopDue } from "~/jobs/due-shops.server";
import { defineJob } from "~/jobs/job.server";
import type { Log } from "~/lib/log.server";
import { derivedId } from "~/lib/derived-id.server";
import type { ShopId } from "~/lib/shop-id";
import { findSkippedUntil } from "~/restore/shop-restore-store.server";
import { addDays, dayIn } from "~/lib/calendar-day";
import { mondayOf } from "../optimizer/weeks";
import { loadDigest } from "./load-digest.server";
import { renderDigest } from "./render-digest.server";

interface Deps extends CommonDeps<"db" | "keyring" | "now"> {
  readonly mailer: Mailer;
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
  nextDueTimes: nextDigestTimes,

  async run(shopId, deps) {
    const { db, keyring, now } = deps;
    const at = now();
    if (!(await isShopDue(db, shopId, selectShopsDueForDigest(at)))) return { more: false };
    const setup = await loadSendingSetup(db, shopId, deps);
    const week = addDays(mondayOf(dayIn(at, setup.shop.timeZone)), -7);
    await queueSystemEmail(db, shopId, { kind: "digest", emailId: week }, { keyring, now: at });
    const query = { kind: "digest", limit: 1, emailId: week } as const;
    const [due] = await claimSystemEmails(db, shopId, query, at);
    if (!due) return { more: false };
    const key = `digest/${shopId}/${week}`;
    const composing = { key, compose: () => compose(shopId, week, setup, deps) };
    await sendSystemEmail(shopId, due, composing, deps);
    return { more: false };
  },
});

async function compose(
  shopId: ShopId,
  week: string,
  { sender, settings, shop }: SendingSetup,
  deps: Deps,
): Promise<SystemEmailDraft> {
  const messageId = derivedId(shopId, "digest", week);
  if (await mayBeSent(deps.db, shopId, { messageId, week }))
    return { kind: "refused", reason: "restored" };
  const to = await findStaffAddress(deps.db, shopId, settings.digestAddress, deps);
  if (to === null) return { kind: "refused", reason: "bad_recipient" };
  if (sender.kind === "missing") return { kind: "waits", reason: "sender_missing" };
  const loaded = await loadDigest(deps.db, shopId, week, deps);
  if (loaded === null) return { kind: "refused", reason: "nothing_to_say" };
  const admin = `https://${shopId}/admin/apps/${deps.config.shopify.apiKey}`;
  const faces = await renderDigest({
    brand: sender.brand,
    ...loaded,
    links: {
      shop: shop.url,
      report: `${admin}/app/reports?from=${week}&to=${addDays(week, 6)}&by=flow`,
      changes: `${admin}/app/optimizations`,
      outbox: `${admin}/app/outbox`,
      settings: `${admin}/app/settings?tab=measuring`,
    },
  });
  return composeEmail({
    shopId,
    messageId,
    from: sender.from,
    to,
    replyTo: null,
    subject: loaded.digest.subject,
    ...faces,
    unsubscribe: null,
  });
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

/** Hour on Monday in the shop's time zone. */
const FROM_HOUR = 8;
/** After this many days the report is skipped. */
const LATEST_DAYS = 2;

/**
 * Installed shops whose report for the last week is due: from Monday morning, if the shop was installed all
 * week and has reports on.
 */
export function selectShopsDueForDigest(now: Date): Prisma.Sql {
  return Prisma.sql`
    with here as (
      select shop_id, installed_at, time_zone, ${now}::timestamptz at time zone time_zone as clock
      from shop
      where uninstalled_at is null and closed_at is null)
    , due as (
      select *, date_trunc('week', clock) as monday from here)
    select due.shop_id as "shopId" from due
    left join settings on settings.shop_id = due.shop_id
    left join system_email digest on digest.shop_id = due.shop_id and digest.kind = 'digest'
      and digest.email_id = to_char(due.monday - interval '7 days', 'YYYY-MM-DD')
    where due.clock >= due.monday + make_interval(hours => ${FROM_HOUR}::int)
      and due.clock < due.monday + make_interval(days => ${LATEST_DAYS}::int)
      and due.installed_at at time zone due.time_zone < due.monday - interval '7 days'
      and coalesce((settings.sending->>'weeklyDigest')::boolean, true)
      and (digest.shop_id is null or (digest.next_run_at <= ${now}::timestamptz
        and (digest.lease_until is null or digest.lease_until <= ${now}::timestamptz)))`;
}

/** The shop's next Monday morning, and when a digest is tried again. */
function nextDigestTimes(now: Date): Prisma.Sql[] {
  return [
    Prisma.sql`(
    select (case when clock < this_week then this_week else this_week + interval '7 days' end) at time zone time_zone
    from (
      select time_zone, clock, date_trunc('week', clock) + make_interval(hours => ${FROM_HOUR}::int) as this_week
      from (
        select time_zone, ${now}::timestamptz at time zone time_zone as clock
        from shop where shop.shop_id = seen.shop_id) here) mondays)`,
    ...nextSystemEmailTimes(now),
  ];
}
