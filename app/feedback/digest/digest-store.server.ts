import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { Email } from "~/delivery/email";
import type { MerchantEmailEnd } from "~/delivery/send-to-merchant";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

/** A weekly report that is due. */
export interface DueDigest {
  /** Monday of the reported week. */
  readonly week: string;
  readonly attempts: number;
  readonly firstTriedAt: Date | null;
  readonly sealedEmail: Uint8Array | null;
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
    left join digest on digest.shop_id = due.shop_id
      and digest.week = to_char(due.monday - interval '7 days', 'YYYY-MM-DD')
    where due.clock >= due.monday + make_interval(hours => ${FROM_HOUR}::int)
      and due.clock < due.monday + make_interval(days => ${LATEST_DAYS}::int)
      and due.installed_at at time zone due.time_zone < due.monday - interval '7 days'
      and coalesce((settings.sending->>'weeklyDigest')::boolean, true)
      and (digest.shop_id is null or digest.next_run_at <= ${now}::timestamptz)`;
}

/** Finds or creates the report of a week; null when it is finished. */
export async function beginDigest(
  db: Db,
  shopId: ShopId,
  week: string,
  now: Date,
): Promise<DueDigest | null> {
  await db.digest.createMany({
    data: { shopId, week, state: "queued", nextRunAt: now },
    skipDuplicates: true,
  });
  return db.digest.findFirst({
    where: { shopId, week, state: "queued" },
    select: { week: true, attempts: true, firstTriedAt: true, sealedEmail: true },
  });
}

/** Freezes the email before the first attempt. @returns false when another process froze one first */
export async function freezeDigest(
  db: Db,
  shopId: ShopId,
  week: string,
  email: Email,
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal">; readonly now: Date },
): Promise<boolean> {
  const { count } = await db.digest.updateMany({
    where: { shopId, week, sealedEmail: null },
    data: {
      sealedEmail: keyring.seal(JSON.stringify(email), placeOf(shopId, week)),
      firstTriedAt: now,
    },
  });
  return count === 1;
}

/** The frozen email, byte for byte. */
export function openDigest(
  shopId: ShopId,
  { week, sealedEmail }: DueDigest,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Email | null {
  return sealedEmail && (JSON.parse(keyring.open(sealedEmail, placeOf(shopId, week))) as Email);
}

export async function settleDigest(
  db: Db,
  shopId: ShopId,
  week: string,
  end: MerchantEmailEnd,
): Promise<void> {
  await db.digest.updateMany({
    where: { shopId, week, state: "queued" },
    data: { ...end, attempts: { increment: 1 } },
  });
}

const placeOf = (shopId: ShopId, week: string) => ({
  table: "digest",
  column: "sealed_email",
  shopId,
  row: week,
});
