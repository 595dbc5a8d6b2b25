import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { ConsentEntry } from "./consent-ledger";
import type { Purpose } from "./opt-in-form";

/** A line of the ledger as it is written: who, when, from where, and to which words. */
export interface NewConsent {
  readonly emailIndex: Uint8Array<ArrayBuffer>;
  readonly purpose: Purpose;
  readonly kind: ConsentEntry["kind"];
  readonly requestId: string;
  readonly at: Date;
  readonly source: "storefront_form" | "storefront_login" | "confirmation_page";
  /** `null` where the words are those of the request. */
  readonly consentText: string | null;
  readonly locale: string;
  readonly list: string | null;
  readonly addressHash: string | null;
}

/** Appends a line. Lines are never changed: what holds is folded from them. */
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

/** Two texts have one version only if they are the same to the letter. */
const textVersion = (text: string): string =>
  createHash("sha256").update(text.normalize("NFC")).digest("hex").slice(0, 12);

/** An address's lines of one purpose, oldest first. */
export async function listConsents(
  db: Db,
  shopId: ShopId,
  emailIndex: Uint8Array<ArrayBuffer>,
  purpose: Purpose,
): Promise<ConsentEntry[]> {
  const rows = await db.consentEntry.findMany({
    where: { shopId, emailIndex, purpose },
    orderBy: { at: "asc" },
    select: { kind: true, requestId: true, at: true },
  });
  return rows.map((row) => ({ ...row, kind: row.kind as ConsentEntry["kind"] }));
}

/** The words that shoppers last agreed to, by language, and since when: what the storefront shows now. */
export interface LiveText {
  readonly locale: string;
  readonly version: string;
  readonly text: string;
  readonly lastAt: Date;
}

const SHOWN_TEXTS = 6;

/** The texts of the sign-up form that are in use, most lately used first. */
export async function listLiveTexts(db: Db, shopId: ShopId): Promise<LiveText[]> {
  const rows = await db.$queryRaw<LiveText[]>`
    select distinct on (locale) locale, text_version as version, consent_text as text, at as "lastAt"
    from consent_entry
    where shop_id = ${shopId} and purpose = 'marketing' and consent_text is not null
    order by locale, at desc`;
  return rows.sort((a, b) => +b.lastAt - +a.lastAt).slice(0, SHOWN_TEXTS);
}
