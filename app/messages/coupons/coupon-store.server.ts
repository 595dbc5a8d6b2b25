import { nextTimeIn } from "~/jobs/next-due-times.server";
import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { codeFrom } from "./coupon";
import { codeLocation } from "./code-location";

/** Names a discount within its shop. */
export interface DiscountKey {
  readonly ownerKey: string;
  readonly percentOff: number;
}

export interface StoredDiscount extends DiscountKey {
  readonly title: string;
  readonly discountId: string | null;
  readonly bulkId: string | null;
  readonly refusedAt: Date | null;
  /** Why Shopify refused it last, or did not answer. */
  readonly lastError: string | null;
  readonly emailsWaitingSince: Date | null;
  readonly attempts: number;
}

export interface StoredCode {
  readonly codeId: string;
  readonly code: string;
  readonly redeemId: string | null;
}

type Sealing = { readonly keyring: Pick<Keyring, "seal"> };
type Opening = { readonly keyring: Pick<Keyring, "open"> };

const DISCOUNT = {
  ownerKey: true,
  percentOff: true,
  title: true,
  discountId: true,
  bulkId: true,
  refusedAt: true,
  lastError: true,
  emailsWaitingSince: true,
  attempts: true,
} as const;

/** Requests discounts and makes them due; existing ones stay. */
export async function requestDiscounts(
  db: Db,
  shopId: ShopId,
  wanted: readonly (DiscountKey & { readonly title: string })[],
  now: Date,
): Promise<void> {
  if (wanted.length === 0) return;
  const rows = wanted.map(({ ownerKey, percentOff, title }) => ({ ownerKey, percentOff, title }));
  await db.$executeRaw`
    insert into discount (shop_id, owner_key, percent_off, title, next_run_at, created_at)
    select ${shopId}, "ownerKey", "percentOff", title, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as wanted (
      "ownerKey" text, "percentOff" int, title text)
    on conflict (shop_id, owner_key, percent_off) do update set
      next_run_at = coalesce(discount.next_run_at, excluded.next_run_at)`;
}

/** Schedules a refill after codes were used. A failed discount keeps its retry time. */
export async function scheduleFill(
  tx: Tx,
  shopId: ShopId,
  { ownerKey, percentOff }: DiscountKey,
  now: Date,
): Promise<void> {
  await tx.discount.updateMany({
    where: { shopId, ownerKey, percentOff, attempts: 0, refusedAt: null },
    data: { nextRunAt: now },
  });
}

/** Records a shortage of codes and makes the discount due. */
export async function recordShortage(
  tx: Tx,
  shopId: ShopId,
  { ownerKey, percentOff }: DiscountKey,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    update discount set emails_waiting_since = coalesce(emails_waiting_since, ${now}::timestamptz),
      -- After a fault the discount has a time of its own.
      next_run_at = case when attempts = 0 then least(next_run_at, ${now}::timestamptz)
        else next_run_at end
    where shop_id = ${shopId} and owner_key = ${ownerKey} and percent_off = ${percentOff}
      and refused_at is null`;
}

export async function findDiscounts(
  db: Db,
  shopId: ShopId,
  ownerKeys: readonly string[],
): Promise<StoredDiscount[]> {
  return db.discount.findMany({
    where: { shopId, ownerKey: { in: [...ownerKeys] } },
    select: DISCOUNT,
  });
}

/** The due discounts. */
export async function listDueDiscounts(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<StoredDiscount[]> {
  return db.discount.findMany({
    where: { shopId, nextRunAt: { lte: now } },
    orderBy: [{ nextRunAt: "asc" }, { ownerKey: "asc" }, { percentOff: "asc" }],
    select: DISCOUNT,
  });
}

export async function updateDiscount(
  db: Db,
  shopId: ShopId,
  { ownerKey, percentOff }: DiscountKey,
  change: Prisma.DiscountUncheckedUpdateInput,
): Promise<void> {
  await db.discount.update({
    where: { shopId_ownerKey_percentOff: { shopId, ownerKey, percentOff } },
    data: change,
  });
}

/** Counts free codes up to a limit, since a campaign has as many as messages. */
export async function countFree(
  db: Db,
  shopId: ShopId,
  { ownerKey, percentOff }: DiscountKey,
  upTo: number,
): Promise<number> {
  const [row] = await db.$queryRaw<{ free: number }[]>`
    select count(*)::int as free from (
      select 1 from discount_code
      where shop_id = ${shopId} and owner_key = ${ownerKey} and percent_off = ${percentOff}
        and state = 'free'
      limit ${upTo}) counted`;
  return row?.free ?? 0;
}

/** Creates codes that are not yet in Shopify. */
export async function drawCodes(
  db: Db,
  shopId: ShopId,
  { ownerKey, percentOff }: DiscountKey,
  count: number,
  { keyring }: Sealing,
): Promise<void> {
  const data = Array.from({ length: count }, () => {
    const codeId = uuidv7();
    const sealedCode = keyring.seal(codeFrom(randomBytes(64)), codeLocation(shopId, codeId));
    return { shopId, codeId, ownerKey, percentOff, sealedCode, state: "adding" };
  });
  await db.discountCode.createMany({ data });
}

/** `adding`: not in Shopify yet; `free`; `given` to a message; `ending`: to be deleted in Shopify. */
export type CodeState = "adding" | "free" | "given" | "ending";

/** Codes of a discount in one state, in order of creation. */
export async function listCodes(
  db: Db,
  shopId: ShopId,
  { ownerKey, percentOff }: DiscountKey,
  {
    state,
    limit,
  }: { readonly state: Extract<CodeState, "adding" | "free">; readonly limit: number },
  { keyring }: Opening,
): Promise<StoredCode[]> {
  const rows = await db.discountCode.findMany({
    where: { shopId, ownerKey, percentOff, state },
    orderBy: { codeId: "asc" },
    take: limit,
  });
  return rows.map(({ codeId, sealedCode, redeemId }) => ({
    codeId,
    redeemId,
    code: keyring.open(sealedCode, codeLocation(shopId, codeId)),
  }));
}

/** Frees accepted codes and deletes rejected ones. */
export async function settleAdded(
  db: Db,
  shopId: ShopId,
  codes: readonly StoredCode[],
): Promise<void> {
  const taken = codes.filter(({ redeemId }) => redeemId !== null);
  const rows = taken.map(({ codeId, redeemId }) => ({ codeId, redeemId }));
  await db.$executeRaw`
    update discount_code set state = 'free', redeem_id = added."redeemId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as added ("codeId" text, "redeemId" text)
    where shop_id = ${shopId} and code_id = added."codeId" and state = 'adding'`;
  const lost = codes.filter(({ redeemId }) => redeemId === null).map(({ codeId }) => codeId);
  if (lost.length > 0) {
    await db.discountCode.deleteMany({ where: { shopId, codeId: { in: lost }, state: "adding" } });
  }
}

/** Planned messages with one discount. */
interface WaitingEmails extends DiscountKey {
  readonly emails: number;
  /** Whether each may have another discount. */
  readonly perCustomer: boolean;
}

/** Counts planned messages that need a code, by owner key. */
export async function countWaitingEmails(
  db: Db,
  shopId: ShopId,
): Promise<readonly WaitingEmails[]> {
  return db.$queryRaw<WaitingEmails[]>`
    select case when campaign_id is not null then 'campaign/' || campaign_id
        else 'flow/' || flow_id || '/' || step_id end as "ownerKey",
      (intent->'coupon'->>'percentOff')::int as "percentOff", count(*)::int as emails,
      coalesce((intent->'coupon'->>'perCustomer')::boolean, false) as "perCustomer"
    from message_status
    where shop_id = ${shopId} and next_run_at is not null and state = 'planned' and intent->'coupon'->>'percentOff' is not null
    group by 1, 2, 4 order by 1, 2, 4`;
}

/** Installed shops with ended codes or due discounts. */
export function selectShopsWithDueCodes(now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop_id as "shopId" from shop
    where uninstalled_at is null and access_lost_at is null and shop_id in (
      select shop_id from discount where next_run_at <= ${now}::timestamptz
      union select shop_id from discount_code where ends_at <= ${now}::timestamptz)`;
}

/** When a shop's next code ends or discount is due. */
export const nextCodeTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("discount", "next_run_at", now),
  nextTimeIn("discount_code", "ends_at", now),
];
