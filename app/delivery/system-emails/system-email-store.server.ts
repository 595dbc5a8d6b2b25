import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import {
  claimDueRows,
  INSTALLED,
  nextDueRowTimes,
  selectShopsWithDueRows,
  settleDueRows,
  type Claim,
} from "~/jobs/due-rows.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { Email } from "../email";

/** `notice`: flow actions, or another notification of the merchant; `digest`: weekly; `confirmation`: of an opt-in. */
export type SystemEmailKind = "notice" | "digest" | "confirmation";
export type SystemEmailState = "queued" | "sent" | "not_sent";

export const SYSTEM_EMAILS = {
  name: "system_email",
  key: { emailId: "text" },
  states: ["queued"],
  leaseMs: 5 * 60_000,
  retry: { firstMs: 10_000, longestMs: 3_600_000 },
} as const;

/** An email that is due, claimed by this worker. */
export interface DueSystemEmail extends Claim<"emailId"> {
  readonly emailId: string;
  /** When a provider may first have accepted it; null: never. */
  readonly firstTriedAt: Date | null;
  /** Null before it is composed. */
  readonly sealedEmail: Uint8Array | null;
}

/** How an attempt ended: sent, not sent because of `lastError`, or still queued. */
export interface SystemEmailEnd {
  readonly state: SystemEmailState;
  readonly nextRunAt: Date | null;
  readonly lastError: string | null;
}

interface NewSystemEmail {
  readonly kind: SystemEmailKind;
  readonly emailId: string;
  /** If it is already composed. */
  readonly email?: Email;
}

/** Queues an email; an existing one with its id is kept. */
export async function queueSystemEmail(
  db: Db,
  shopId: ShopId,
  { kind, emailId, email }: NewSystemEmail,
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal">; readonly now: Date },
): Promise<void> {
  const sealedEmail = email ? sealEmail(shopId, emailId, email, keyring) : null;
  const row = { shopId, kind, emailId, sealedEmail, state: "queued", createdAt: now };
  await db.systemEmail.createMany({ data: { ...row, nextRunAt: now }, skipDuplicates: true });
}

/** Claims due emails of one kind, longest due first. */
export async function claimSystemEmails(
  db: Db,
  shopId: ShopId,
  { kind, limit, emailId }: ClaimSystemEmails,
  now: Date,
): Promise<DueSystemEmail[]> {
  const query = {
    limit,
    and: Prisma.sql`it.kind = ${kind} and it.email_id = coalesce(${emailId ?? null}, it.email_id)`,
    // A composed email leaves now; another one once it is frozen.
    set: Prisma.sql`first_tried_at = coalesce(it.first_tried_at,
      case when it.sealed_email is not null then ${now}::timestamptz end)`,
    select: Prisma.sql`it.first_tried_at as "firstTriedAt", it.sealed_email as "sealedEmail"`,
  };
  return claimDueRows<DueSystemEmail>(db, SYSTEM_EMAILS, shopId, query, now);
}

interface ClaimSystemEmails {
  readonly kind: SystemEmailKind;
  readonly limit: number;
  /** Only this one. */
  readonly emailId?: string;
}

/** Installed shops with due emails of a kind. */
export const selectShopsWithDueSystemEmails = (now: Date, kind: SystemEmailKind): Prisma.Sql =>
  selectShopsWithDueRows(SYSTEM_EMAILS, now, {
    join: INSTALLED,
    and: Prisma.sql`it.kind = ${kind}`,
  });

/** When a shop's next email is due. */
export const nextSystemEmailTimes = (now: Date): readonly Prisma.Sql[] =>
  nextDueRowTimes(SYSTEM_EMAILS, now);

/** Freezes the email before the first attempt. @returns false when another worker has claimed it since */
export async function freezeSystemEmail(
  db: Db,
  shopId: ShopId,
  { emailId, attempts, leaseUntil }: DueSystemEmail,
  email: Email,
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal">; readonly now: Date },
): Promise<boolean> {
  const { count } = await db.systemEmail.updateMany({
    where: { shopId, emailId, attempts, leaseUntil, state: "queued", sealedEmail: null },
    data: { sealedEmail: sealEmail(shopId, emailId, email, keyring), firstTriedAt: now },
  });
  return count === 1;
}

/** The frozen email, byte for byte; null before it is composed. */
export function openSystemEmail(
  shopId: ShopId,
  { emailId, sealedEmail }: Pick<DueSystemEmail, "emailId" | "sealedEmail">,
  keyring: Pick<Keyring, "open">,
): Email | null {
  return sealedEmail && (JSON.parse(keyring.open(sealedEmail, placeOf(shopId, emailId))) as Email);
}

/** Records the end of an attempt. @returns false when another worker has claimed the email since */
export async function settleSystemEmail(
  db: Db,
  shopId: ShopId,
  row: DueSystemEmail,
  end: SystemEmailEnd,
): Promise<boolean> {
  return (await settleDueRows(db, SYSTEM_EMAILS, shopId, [{ row, end }])).length === 1;
}

/** Ends queued emails without an attempt. */
export async function endSystemEmails(
  tx: Tx,
  shopId: ShopId,
  which: Prisma.SystemEmailWhereInput,
  end: Pick<SystemEmailEnd, "state" | "lastError">,
): Promise<void> {
  await tx.systemEmail.updateMany({
    where: { ...which, shopId, state: "queued" },
    data: { ...end, nextRunAt: null, leaseUntil: null },
  });
}

const sealEmail = (shopId: ShopId, emailId: string, email: Email, keyring: Pick<Keyring, "seal">) =>
  keyring.seal(JSON.stringify(email), placeOf(shopId, emailId));

const placeOf = (shopId: ShopId, emailId: string) => ({
  ...{ table: "system_email", column: "sealed_email", shopId, row: emailId },
});
