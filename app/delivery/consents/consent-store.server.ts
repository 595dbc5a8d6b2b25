import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { ChosenConsent } from "./preference-consents";
import { statementFromRecord, type ConsentEntry, type ConsentStatement } from "./consent-ledger";
import type { OptInPurpose } from "./opt-in-form";
import type { ReportedConsent } from "./reported-consents";

export type ConsentPurpose = OptInPurpose | ChosenConsent["purpose"];
export type ConsentSource =
  | "storefront_form"
  | "storefront_login"
  | "confirmation_page"
  | "preference_page"
  | ReportedConsent["source"]
  | Withdrawal["source"];

/** A new ledger entry: address, time, source and the text agreed to. */
export interface NewConsent {
  readonly emailIndex: Uint8Array<ArrayBuffer>;
  readonly purpose: ConsentPurpose;
  readonly kind: ConsentEntry["kind"];
  readonly requestId: string;
  readonly at: Date;
  readonly source: Exclude<ConsentSource, ReportedConsent["source"] | Withdrawal["source"]>;
  /** `null` if the text is that of the request. */
  readonly consentText: string | null;
  readonly locale: string;
  readonly list: string | null;
  readonly addressHash: string | null;
}

/** Appends a ledger entry. Entries never change: the current state is folded from them. */
export async function appendConsent(tx: Tx, shopId: ShopId, consent: NewConsent): Promise<void> {
  const { consentText } = consent;
  await tx.consentEntry.create({
    data: {
      shopId,
      entryId: uuidv7(),
      ...consent,
      textVersion: consentText === null ? null : textVersion(consentText),
    },
  });
}

/** Appends entries reported by other systems, each once however often it is read. */
export async function appendReportedConsents(
  tx: Tx,
  shopId: ShopId,
  reported: readonly ReportedConsent[],
  { keyring }: { readonly keyring: Pick<Keyring, "pseudonym"> },
): Promise<void> {
  if (reported.length === 0) return;
  const rows = reported.map(({ key, customerId, kind, at, source, optIn }) => ({
    // The event's key contains the customer id, and the entry outlives the customer.
    entry_id: keyring.pseudonym(shopId, `consent ${key}`),
    customer_id: customerId,
    kind,
    at,
    source,
    opt_in: optIn,
  }));
  await tx.$executeRaw`
    insert into consent_entry (shop_id, entry_id, email_index, purpose, kind, request_id, at, source,
      locale, opt_in)
    select ${shopId}, entry.entry_id, profile.email_index, 'marketing', entry.kind, entry.entry_id,
      entry.at, entry.source, coalesce(profile.locale, ''), entry.opt_in
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entry (entry_id text,
      customer_id text, kind text, at timestamptz, source text, opt_in text)
    join profile on profile.shop_id = ${shopId} and profile.customer_id = entry.customer_id
    where profile.email_index is not null
    on conflict do nothing`;
}

interface Withdrawal {
  /** Hexadecimal. */
  readonly emailIndex: string;
  readonly at: Date;
  readonly source: "import" | "complaint" | "unsubscribe_link";
}

/** Appends withdrawals for these addresses. */
export async function appendWithdrawals(
  tx: Tx,
  shopId: ShopId,
  withdrawals: readonly Withdrawal[],
): Promise<void> {
  if (withdrawals.length === 0) return;
  const rows = withdrawals.map(({ emailIndex, at, source }) => ({
    entry_id: uuidv7(),
    email_index: emailIndex,
    at,
    source,
  }));
  await tx.$executeRaw`
    insert into consent_entry (shop_id, entry_id, email_index, purpose, kind, request_id, at, source, locale)
    select ${shopId}, entry_id, decode(email_index, 'hex'), 'marketing', 'withdrawn', entry_id, at,
      source, ''
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entry (entry_id text,
      email_index text, at timestamptz, source text)`;
}

/** Texts share a version only if they are identical. */
const textVersion = (text: string): string =>
  createHash("sha256").update(text.normalize("NFC")).digest("hex").slice(0, 12);

/** The ledger entries of an address for one purpose, oldest first. */
export async function listConsents(
  db: Db,
  shopId: ShopId,
  emailIndex: Uint8Array<ArrayBuffer>,
  purpose: OptInPurpose,
): Promise<ConsentEntry[]> {
  const rows = await db.consentEntry.findMany({
    where: { shopId, emailIndex, purpose },
    orderBy: { at: "asc" },
    select: { kind: true, requestId: true, at: true, source: true, optIn: true },
  });
  return rows.map((row) => ({ ...row, kind: row.kind as ConsentEntry["kind"] }));
}

/**
 * All statements about an address's marketing consent: the ledger, the records of customers with the address
 * (which may be newer), and the shop's own suppression.
 */
export async function listConsentStatements(
  db: Db,
  shopId: ShopId,
  emailIndex: Uint8Array<ArrayBuffer>,
): Promise<ConsentStatement[]> {
  const lines = await listConsents(db, shopId, emailIndex, "marketing");
  const profiles = await db.profile.findMany({
    where: { shopId, emailIndex },
    select: { marketingState: true, marketingChangedAt: true },
  });
  const left = await db.suppression.findMany({
    where: { shopId, emailIndex, reason: "unsubscribe" },
    select: { createdAt: true },
  });
  return [
    ...lines,
    ...profiles.flatMap((it) => statementFromRecord(it.marketingState, it.marketingChangedAt)),
    ...left.map(({ createdAt: at }) => ({ kind: "withdrawn", at, source: "kindred" }) as const),
  ];
}

/** The consent texts that shoppers last agreed to, by language, with the time of first use. */
export interface ConsentText {
  readonly locale: string;
  readonly version: string;
  readonly text: string;
  readonly lastAt: Date;
}

const SHOWN_TEXTS = 6;

/** The consent texts in use, most recently used first. */
export async function listConsentTexts(db: Db, shopId: ShopId): Promise<ConsentText[]> {
  const rows = await db.$queryRaw<ConsentText[]>`
    select distinct on (locale) locale, text_version as version, consent_text as text, at as "lastAt"
    from consent_entry
    where shop_id = ${shopId} and purpose = 'marketing' and consent_text is not null
    order by locale, at desc`;
  return rows.sort((a, b) => +b.lastAt - +a.lastAt).slice(0, SHOWN_TEXTS);
}
