import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { ENDED_BY_OPT_IN } from "~/profiles/suppression-reason";
import { OptInPurpose, OptInState } from "../consents/opt-in-form";

/** An opt-in request from the storefront. */
export interface OptIn {
  readonly requestId: string;
  readonly email: string;
  readonly emailIndex: Uint8Array<ArrayBuffer>;
  readonly purpose: OptInPurpose;
  readonly locale: string;
  readonly variantId: string | null;
  readonly productId: string | null;
  readonly visitorId: string | null;
  readonly state: OptInState;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly firstTriedAt: Date | null;
  readonly confirmedAt: Date | null;
  /** Whether it needed confirmation by email; otherwise the form counted. */
  readonly isConfirmedByEmail: boolean;
  readonly customerId: CustomerId | null;
  readonly attempts: number;
  readonly sealedEmail: Uint8Array<ArrayBuffer> | null;
}

export interface NewOptIn {
  readonly email: string;
  readonly purpose: OptInPurpose;
  readonly locale: string;
  readonly variantId: string | null;
  readonly productId: string | null;
  readonly visitorId: string | null;
  /** `asked`: an email asks for confirmation; `confirmed`: it counts at once. */
  readonly state: "queued" | "confirmed";
  /** When a link in an email proved that they own the address; null otherwise. */
  readonly provenAt: Date | null;
  readonly customerId: CustomerId | null;
  readonly at: Date;
  readonly expiresAt: Date;
}

const place = (shopId: ShopId, requestId: string, column: "sealed_address" | "sealed_email") => ({
  table: "opt_in_request",
  column,
  shopId,
  row: requestId,
});

/** Stores a request. @returns its id */
export async function insertOptIn(
  tx: Tx,
  shopId: ShopId,
  { email, at, provenAt, ...optIn }: NewOptIn,
  { keyring }: { readonly keyring: Pick<Keyring, "seal" | "blindIndex"> },
): Promise<string> {
  const requestId = uuidv7();
  await tx.optInRequest.create({
    data: {
      shopId,
      requestId,
      emailIndex: keyring.blindIndex(shopId, email),
      sealedAddress: keyring.seal(
        JSON.stringify({ email }),
        place(shopId, requestId, "sealed_address"),
      ),
      ...optIn,
      createdAt: at,
      confirmedAt: optIn.state === "confirmed" ? at : null,
      firstTriedAt: provenAt,
      nextRunAt: at,
    },
  });
  return requestId;
}

/** One request, or null. */
export async function findOptIn(
  db: Db,
  shopId: ShopId,
  requestId: string,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<OptIn | null> {
  const row = await db.optInRequest.findUnique({
    where: { shopId_requestId: { shopId, requestId } },
  });
  return row && opened(shopId, row, keyring);
}

/** Keeps other workers away while an email is handed over. */
const LEASE_MS = 5 * 60_000;

/** Claims due requests of one state for five minutes, oldest first. */
export async function claimOptIns(
  db: Db,
  shopId: ShopId,
  { state, now, limit }: { state: "queued" | "confirmed"; now: Date; limit: number },
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<OptIn[]> {
  const until = new Date(now.getTime() + LEASE_MS);
  const ids = await db.$queryRaw<{ requestId: string }[]>`
    update opt_in_request set next_run_at = ${until}::timestamptz, attempts = attempts + 1
    where shop_id = ${shopId} and request_id = any(array(
      select request_id from opt_in_request
      where shop_id = ${shopId} and state = ${state} and next_run_at <= ${now}::timestamptz
      order by next_run_at, request_id limit ${limit} for update skip locked))
    returning request_id as "requestId"`;
  const rows = await db.optInRequest.findMany({
    where: { shopId, requestId: { in: ids.map((it) => it.requestId) } },
    orderBy: { createdAt: "asc" },
  });
  return rows.map((row) => opened(shopId, row, keyring));
}

/** Records the outcome of a request, if its state and attempt are unchanged. */
export async function settleOptIn(
  db: Db,
  shopId: ShopId,
  { requestId, state, attempts }: Pick<OptIn, "requestId" | "state" | "attempts">,
  end: {
    readonly state?: OptInState;
    readonly reason?: string | null;
    readonly nextRunAt: Date | null;
    readonly emailedAt?: Date;
    readonly confirmedAt?: Date | null;
    readonly customerId?: CustomerId;
    readonly expiresAt?: Date;
  },
): Promise<boolean> {
  const { count } = await db.optInRequest.updateMany({
    where: { shopId, requestId, state, attempts },
    data: end,
  });
  return count === 1;
}

/** States in which the owner can still confirm: the email is out, or may be. */
const OPEN: OptInState[] = ["queued", "sent", "not_sent"];

/** Records the owner's confirmation. @returns whether this call confirmed it */
export async function confirmOpenOptIn(
  tx: Tx,
  shopId: ShopId,
  requestId: string,
  { at, expiresAt }: { readonly at: Date; readonly expiresAt: Date },
): Promise<boolean> {
  const { count } = await tx.optInRequest.updateMany({
    where: { shopId, requestId, state: { in: OPEN } },
    data: { state: "confirmed", reason: null, confirmedAt: at, expiresAt, nextRunAt: at },
  });
  return count === 1;
}

/** Freezes a request's email before the first attempt, so that retries send the same bytes. */
export async function freezeEmail(
  db: Db,
  shopId: ShopId,
  requestId: string,
  email: object,
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal">; readonly now: Date },
): Promise<void> {
  await db.optInRequest.updateMany({
    where: { shopId, requestId, sealedEmail: null },
    data: {
      sealedEmail: keyring.seal(JSON.stringify(email), place(shopId, requestId, "sealed_email")),
      firstTriedAt: now,
    },
  });
}

/** The frozen email. */
export const openFrozenEmail = (
  shopId: ShopId,
  { requestId, sealedEmail }: Pick<OptIn, "requestId" | "sealedEmail">,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): unknown =>
  sealedEmail && JSON.parse(keyring.open(sealedEmail, place(shopId, requestId, "sealed_email")));

/**
 * Whether an address must not even receive a confirmation: it does not exist, its owner complained, or the
 * merchant blocked it.
 */
export async function isBlockedAddress(
  db: Db,
  shopId: ShopId,
  emailIndex: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const reason = { notIn: [...ENDED_BY_OPT_IN] };
  return (await db.suppression.count({ where: { shopId, emailIndex, reason } })) > 0;
}

/** An equal request of the same address that is still pending or confirmed. */
export async function findSameOptIn(
  db: Db,
  shopId: ShopId,
  request: {
    readonly emailIndex: Uint8Array<ArrayBuffer>;
    readonly purpose: OptInPurpose;
    readonly variantId: string | null;
  },
  now: Date,
): Promise<{ readonly requestId: string; readonly state: string } | null> {
  return db.optInRequest.findFirst({
    where: {
      shopId,
      ...request,
      state: { in: ["confirmed", "synced"] },
      expiresAt: { gt: now },
    },
    select: { requestId: true, state: true },
  });
}

/** Deletes expired requests; the ledger keeps the consents. @returns which */
export async function purgeExpiredOptIns(db: Db, shopId: ShopId, now: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ requestId: string }[]>`
    with expired as (
      delete from opt_in_request where shop_id = ${shopId} and expires_at <= ${now}::timestamptz
      returning request_id),
    handed as (
      delete from smtp_dispatch using expired
      where shop_id = ${shopId} and message_id = expired.request_id)
    select request_id as "requestId" from expired`;
  return rows.map(({ requestId }) => requestId);
}

/** Installed shops with due or expired requests, and one shop if mailbox counters have expired. */
export function selectShopsWithDueOptIns(now: Date, state: "queued" | "confirmed"): Prisma.Sql {
  return Prisma.sql`
    select distinct it.shop_id as "shopId" from opt_in_request it
    join shop on shop.shop_id = it.shop_id and shop.uninstalled_at is null
    where (it.state = ${state} and it.next_run_at <= ${now}::timestamptz)
      or it.expires_at <= ${now}::timestamptz
    union
    -- Counters of mailboxes are no shop's: any one of them sees to it that they go.
    (select shop_id from shop
      where exists (select 1 from mailbox_counter where expires_at <= ${now}::timestamptz)
      order by shop_id limit 1)`;
}

const Sealed = z.object({ email: z.string() });
type Row = NonNullable<Awaited<ReturnType<Db["optInRequest"]["findUnique"]>>>;

function opened(shopId: ShopId, row: Row, keyring: Pick<Keyring, "open">): OptIn {
  const { sealedAddress, emailIndex, purpose, state, sealedEmail, ...rest } = row;
  const sealedPlace = place(shopId, row.requestId, "sealed_address");
  return {
    ...rest,
    email: Sealed.parse(JSON.parse(keyring.open(sealedAddress, sealedPlace))).email,
    emailIndex: new Uint8Array(emailIndex),
    purpose: OptInPurpose.parse(purpose),
    state: OptInState.parse(state),
    sealedEmail: sealedEmail && new Uint8Array(sealedEmail),
    isConfirmedByEmail: row.firstTriedAt !== null,
  };
}
