import { v7 as uuidv7 } from "uuid";
import type { Db } from "~/db.server";
import { profileIdOfCustomer, type CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring, SealedLocation } from "~/privacy/keyring.server";

/** What a merchant wrote about a customer. */
export interface CustomerNote {
  readonly noteId: string;
  readonly text: string;
  /** ISO 8601 */
  readonly writtenAt: string;
}

const MAX_NOTES = 100;

const noteLocation = (shopId: ShopId, noteId: string): SealedLocation => ({
  table: "customer_note",
  column: "sealed_text",
  shopId,
  row: noteId,
});

/** The notes on a customer, newest first. @param customerIds the customer, and who was merged into them */
export async function listCustomerNotes(
  db: Db,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<CustomerNote[]> {
  const rows = await db.customerNote.findMany({
    where: { shopId, profileId: { in: customerIds.map(profileIdOfCustomer) } },
    orderBy: [{ writtenAt: "desc" }, { noteId: "desc" }],
    take: MAX_NOTES,
  });
  return rows.map(({ noteId, sealedText, writtenAt }) => ({
    noteId,
    text: keyring.open(sealedText, noteLocation(shopId, noteId)),
    writtenAt: writtenAt.toISOString(),
  }));
}

/** Stores a note. @returns false if the shop has no such customer, or it was erased or deleted */
export async function addCustomerNote(
  db: Db,
  shopId: ShopId,
  { customerId, text }: { readonly customerId: CustomerId; readonly text: string },
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal">; readonly now: () => Date },
): Promise<boolean> {
  const noteId = uuidv7();
  const sealed = keyring.seal(text, noteLocation(shopId, noteId));
  // The lock serializes this with a concurrent erasure, which would miss the note.
  const count = await db.$executeRaw`
    insert into customer_note (shop_id, note_id, profile_id, sealed_text, written_at)
    select shop_id, ${noteId}, profile_id, ${sealed}::bytea, ${now()}::timestamptz from profile
    where shop_id = ${shopId} and customer_id = ${customerId} and deleted_at is null
    for update`;
  return count === 1;
}

/** Deletes a note on any customer of the shop. Idempotent. */
export async function deleteCustomerNote(db: Db, shopId: ShopId, noteId: string): Promise<void> {
  await db.customerNote.deleteMany({ where: { shopId, noteId } });
}
