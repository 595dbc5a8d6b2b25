import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** A consent that another tool recorded. */
interface ImportedConsent {
  readonly entryId: string;
  /** Hexadecimal. */
  readonly emailIndex: string;
  readonly at: Date;
}

/** Appends consents of an import to the ledger, each once however often its file is imported. */
export async function appendImportedConsents(
  tx: Tx,
  shopId: ShopId,
  consents: readonly ImportedConsent[],
  importId: string,
): Promise<void> {
  if (consents.length === 0) return;
  const rows = consents.map(({ entryId, emailIndex, at }) => ({
    entry_id: entryId,
    email_index: emailIndex,
    at,
  }));
  await tx.$executeRaw`
    insert into consent_entry (shop_id, entry_id, email_index, purpose, kind, request_id, at, source, locale)
    select ${shopId}, entry_id, decode(email_index, 'hex'), 'marketing', 'given', ${importId}, at,
      'import', ''
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as entry (entry_id text,
      email_index text, at timestamptz)
    on conflict do nothing`;
}

/** Removes consents that an import added. @returns how many, at most `limit` */
export async function removeImportedConsents(
  tx: Tx,
  shopId: ShopId,
  importId: string,
  limit: number,
): Promise<number> {
  return tx.$executeRaw`
    delete from consent_entry where shop_id = ${shopId} and entry_id in (
      select entry_id from consent_entry
      where shop_id = ${shopId} and request_id = ${importId} and source = 'import' and kind = 'given'
      limit ${limit})`;
}
