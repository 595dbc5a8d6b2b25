import { nextTimeIn } from "~/jobs/next-due-times.server";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import {
  claimDueRows,
  INSTALLED,
  selectShopsWithDueRows,
  settleDueRows,
  type Claim,
  type DueEnd,
  nextDueRowTimes,
} from "~/jobs/due-rows.server";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { OptInPurpose, OptInState } from "../consents/opt-in-form";
import { endSystemEmails, queueSystemEmail } from "../system-emails/system-email-store.server";

/** Confirmed requests are due until they are synced to Shopify. Queued ones wait for their email. */
export const CONFIRMED_OPT_INS = {
  name: "opt_in_request",
  key: { requestId: "text" },
  states: ["confirmed"],
  leaseMs: 5 * 60_000,
  retry: { firstMs: 30_000, longestMs: 6 * 3_600_000 },
} as const;

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
  readonly confirmedAt: Date | null;
  /** Whether it needed confirmation by email; otherwise the form counted. */
  readonly isConfirmedByEmail: boolean;
  readonly customerId: CustomerId | null;
}

/** A confirmed request, claimed by this worker. */
export type ClaimedOptIn = OptIn & Claim<"requestId">;

export interface NewOptIn {
  readonly email: string;
  readonly purpose: OptInPurpose;
  readonly locale: string;
  readonly variantId: string | null;
  readonly productId: string | null;
  readonly visitorId: string | null;
  /** `queued`: an email asks for confirmation; `confirmed`: it counts at once. */
  readonly state: "queued" | "confirmed";
  /** Whether a link in an email proved that they own the address. */
  readonly isConfirmedByEmail: boolean;
  readonly customerId: CustomerId | null;
  readonly at: Date;
  readonly expiresAt: Date;
}

const place = (shopId: ShopId, requestId: string) => ({
  ...{ table: "opt_in_request", column: "sealed_address", shopId, row: requestId },
});

/** The address that a request's confirmation went to. */
export function openOptInAddress(
  shopId: ShopId,
  { requestId, sealedAddress }: { readonly requestId: string; readonly sealedAddress: Uint8Array },
  keyring: Pick<Keyring, "open">,
): string {
  const address = keyring.open(sealedAddress, place(shopId, requestId));
  return Sealed.parse(JSON.parse(address)).email;
}

/** Stores a request. @returns its id */
export async function insertOptIn(
  tx: Tx,
  shopId: ShopId,
  { email, at, ...optIn }: NewOptIn,
  { keyring }: { readonly keyring: Pick<Keyring, "seal" | "blindIndex"> },
): Promise<string> {
  const requestId = uuidv7();
  const isConfirmed = optIn.state === "confirmed";
  await tx.optInRequest.create({
    data: {
      shopId,
      requestId,
      emailIndex: keyring.blindIndex(shopId, email),
      sealedAddress: keyring.seal(JSON.stringify({ email }), place(shopId, requestId)),
      ...optIn,
      createdAt: at,
      confirmedAt: isConfirmed ? at : null,
      nextRunAt: isConfirmed ? at : null,
    },
  });
  if (!isConfirmed) {
    await queueSystemEmail(tx, shopId, confirmationOf(requestId), { keyring, now: at });
  }
  return requestId;
}

const confirmationOf = (requestId: string) =>
  ({ kind: "confirmation", emailId: requestId }) as const;

/** One request, or null. */
export async function findOptIn(
  db: Db,
  shopId: ShopId,
  requestId: string,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<OptIn | null> {
  const row = await db.optInRequest.findUnique({
    where: { shopId_requestId: { shopId, requestId } },
    select: OPT_IN,
  });
  return row && opened(shopId, row, keyring);
}

const OPT_IN = {
  requestId: true,
  emailIndex: true,
  sealedAddress: true,
  purpose: true,
  locale: true,
  variantId: true,
  productId: true,
  visitorId: true,
  state: true,
  createdAt: true,
  expiresAt: true,
  confirmedAt: true,
  isConfirmedByEmail: true,
  customerId: true,
} as const;

/** Claims confirmed requests that are to be synced to Shopify. */
export async function claimOptIns(
  db: Db,
  shopId: ShopId,
  { now, limit }: { readonly now: Date; readonly limit: number },
  deps: { readonly keyring: Pick<Keyring, "open"> },
): Promise<ClaimedOptIn[]> {
  const query = { limit, select: Prisma.sql`it.created_at as "createdAt"` };
  const claims = await claimDueRows<Claim<"requestId"> & { readonly requestId: string }>(
    ...[db, CONFIRMED_OPT_INS, shopId, query, now],
  );
  const optIns = await listOptIns(
    db,
    shopId,
    claims.map(({ requestId }) => requestId),
    deps,
  );
  return claims.flatMap((claim) => {
    const optIn = optIns.get(claim.requestId);
    return optIn ? [{ ...optIn, ...claim }] : [];
  });
}

/** Requests by id. */
export async function listOptIns(
  db: Db,
  shopId: ShopId,
  requestIds: readonly string[],
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<ReadonlyMap<string, OptIn>> {
  const where = { shopId, requestId: { in: [...requestIds] } };
  const rows = await db.optInRequest.findMany({ where, select: OPT_IN });
  return new Map(rows.map((row) => [row.requestId, opened(shopId, row, keyring)]));
}

/** Records the end of an attempt to sync a request. @returns false when another worker has it */
export async function settleOptIn(
  db: Db,
  shopId: ShopId,
  row: ClaimedOptIn,
  end: DueEnd,
  set?: Prisma.Sql,
): Promise<boolean> {
  const ends = [{ row, end }];
  return (await settleDueRows(db, CONFIRMED_OPT_INS, shopId, ends, set && { set })).length === 1;
}

/** Records the end of a queued request's email. */
export async function settleConfirmation(
  tx: Tx,
  shopId: ShopId,
  requestId: string,
  end: {
    readonly state: "sent" | "not_sent";
    readonly lastError: string | null;
    readonly emailedAt?: Date;
    readonly expiresAt?: Date;
  },
): Promise<void> {
  await tx.optInRequest.updateMany({ where: { shopId, requestId, state: "queued" }, data: end });
}

/** Asks the owner of a confirmed request by email. @returns false when another worker has it */
export async function requireConfirmation(
  tx: Tx,
  shopId: ShopId,
  optIn: ClaimedOptIn,
  { expiresAt, now }: { readonly expiresAt: Date; readonly now: Date },
  { keyring }: { readonly keyring: Pick<Keyring, "seal"> },
): Promise<boolean> {
  const queued = { state: "queued", nextRunAt: null, lastError: null } as const;
  const set = Prisma.sql`confirmed_at = null, expires_at = ${expiresAt}::timestamptz`;
  if (!(await settleOptIn(tx, shopId, optIn, queued, set))) return false;
  await queueSystemEmail(tx, shopId, confirmationOf(optIn.requestId), { keyring, now });
  return true;
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
    data: {
      state: "confirmed",
      isConfirmedByEmail: true,
      lastError: null,
      confirmedAt: at,
      expiresAt,
      nextRunAt: at,
    },
  });
  if (count === 0) return false;
  // It arrived, even if the provider did not say so.
  await endSystemEmails(tx, shopId, { emailId: requestId }, { state: "sent", lastError: null });
  return true;
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
      delete from email_dispatch using expired
      where shop_id = ${shopId} and message_id = expired.request_id),
    emailed as (
      delete from system_email using expired
      where shop_id = ${shopId} and email_id = expired.request_id)
    select request_id as "requestId" from expired`;
  return rows.map(({ requestId }) => requestId);
}

/** Installed shops with confirmed requests to sync. */
export const selectShopsWithConfirmedOptIns = (now: Date): Prisma.Sql =>
  selectShopsWithDueRows(CONFIRMED_OPT_INS, now, { join: INSTALLED });

/** When a shop's next request expires. */
export const nextOptInExpiry = (now: Date): Prisma.Sql =>
  nextTimeIn("opt_in_request", "expires_at", now);

/** When a shop's next confirmed request is due. */
export const nextConfirmedTimes = (now: Date): readonly Prisma.Sql[] =>
  nextDueRowTimes(CONFIRMED_OPT_INS, now);
const Sealed = z.object({ email: z.string() });
type Row = Prisma.OptInRequestGetPayload<{ select: typeof OPT_IN }>;

function opened(shopId: ShopId, row: Row, keyring: Pick<Keyring, "open">): OptIn {
  const { sealedAddress: _, emailIndex, purpose, state, ...rest } = row;
  return {
    ...rest,
    email: openOptInAddress(shopId, row, keyring),
    emailIndex: new Uint8Array(emailIndex),
    purpose: OptInPurpose.parse(purpose),
    state: OptInState.parse(state),
  };
}
