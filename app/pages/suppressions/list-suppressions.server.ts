import type { Db } from "~/db.server";
import { SuppressionReason } from "~/profiles/suppression-reason";
import { BYTE_ORDER_MARK, csvLine } from "~/lib/csv";
import { type CustomerId, ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { Contact, contactLocation } from "~/profiles/contact";
import type { Keyring } from "~/privacy/keyring.server";
import { isRemovable } from "~/delivery/suppressions/suppression";
import { addressLocation } from "~/delivery/suppressions/suppression-store.server";

export interface SuppressionRow {
  /** The address's blind index in hex, used as its id. */
  readonly index: string;
  /** Null after the customer was erased: only the index is kept. */
  readonly address: string | null;
  readonly customerId: CustomerId | null;
  readonly reason: SuppressionReason;
  readonly scope: string;
  readonly since: string;
  readonly until: string | null;
  readonly note: string | null;
  /** The message that caused it. */
  readonly messageId: string | null;
  readonly isRemovable: boolean;
}

export interface SuppressionPage {
  /** The searched address; empty: all. */
  readonly address: string;
  readonly page: number;
  readonly rows: readonly SuppressionRow[];
  readonly hasNext: boolean;
}

interface Deps {
  readonly keyring: Pick<Keyring, "open" | "blindIndex">;
}

const PAGE_SIZE = 25;
const EXPORT_ROWS = 500;

/** A page of the shop's suppressions, newest first, or those of one exact address. */
export async function getSuppressionPage(
  db: Db,
  shopId: ShopId,
  { address, page }: { readonly address: string; readonly page: number },
  deps: Deps,
): Promise<SuppressionPage> {
  const emailIndex = address === "" ? null : deps.keyring.blindIndex(shopId, address);
  const found = await db.suppression.findMany({
    where: { shopId, ...(emailIndex && { emailIndex }) },
    orderBy: [{ createdAt: "desc" }, { emailIndex: "asc" }, { reason: "asc" }],
    skip: (page - 1) * PAGE_SIZE,
    // One extra row shows whether there is a next page.
    take: PAGE_SIZE + 1,
  });
  const rows = await querySuppressions(db, shopId, found.slice(0, PAGE_SIZE), deps);
  return { address, page, rows, hasNext: found.length > PAGE_SIZE };
}

/** Streams all suppressions as CSV lines. */
export async function* exportSuppressions(
  db: Db,
  shopId: ShopId,
  deps: Deps,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(["email", "reason", "scope", "since", "until", "note"]);
  let [afterIndex, afterReason] = [new Uint8Array(), ""];
  for (;;) {
    const found: Found[] = await db.$queryRaw`
      select email_index as "emailIndex", reason, scope, created_at as "createdAt",
        expires_at as "expiresAt", note, message_id as "messageId",
        sealed_address as "sealedAddress"
      from suppression
      where shop_id = ${shopId} and (email_index, reason) > (${afterIndex}::bytea, ${afterReason})
      order by email_index, reason limit ${EXPORT_ROWS}`;
    for (const { address, reason, scope, since, until, note } of await querySuppressions(
      db,
      shopId,
      found,
      deps,
    )) {
      yield csvLine([address ?? "", reason, scope, since, until ?? "", note ?? ""]);
    }
    const last = found.at(-1);
    if (!last || found.length < EXPORT_ROWS) return;
    [afterIndex, afterReason] = [new Uint8Array(last.emailIndex), last.reason];
  }
}

interface Found {
  readonly emailIndex: Uint8Array;
  readonly reason: string;
  readonly scope: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly note: string | null;
  readonly messageId: string | null;
  readonly sealedAddress: Uint8Array | null;
}

async function querySuppressions(
  db: Db,
  shopId: ShopId,
  found: readonly Found[],
  { keyring }: Deps,
): Promise<SuppressionRow[]> {
  const hexOf = (index: Uint8Array) => Buffer.from(index).toString("hex");
  const profiles = await db.profile.findMany({
    where: { shopId, emailIndex: { in: found.map((it) => new Uint8Array(it.emailIndex)) } },
    select: { profileId: true, customerId: true, emailIndex: true, sealedContact: true },
  });
  const byIndex = new Map(profiles.map((it) => [hexOf(it.emailIndex ?? new Uint8Array()), it]));
  return found.map((it) => {
    const index = hexOf(it.emailIndex);
    const profile = byIndex.get(index);
    const contact = profile?.sealedContact
      ? Contact.parse(
          JSON.parse(
            keyring.open(
              profile.sealedContact,
              contactLocation(shopId, ProfileId.parse(profile.profileId)),
            ),
          ),
        )
      : null;
    const reason = SuppressionReason.parse(it.reason);
    return {
      index,
      address: it.sealedAddress
        ? keyring.open(it.sealedAddress, addressLocation(shopId, it.emailIndex, it.reason))
        : (contact?.email ?? null),
      customerId: profile?.customerId ?? null,
      reason,
      scope: it.scope,
      since: it.createdAt.toISOString(),
      until: it.expiresAt?.toISOString() ?? null,
      note: it.note,
      messageId: it.messageId,
      isRemovable: isRemovable(reason),
    };
  });
}
