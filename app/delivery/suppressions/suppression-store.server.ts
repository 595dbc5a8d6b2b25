import { nextTimeIn } from "~/jobs/next-due-times.server";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { ENDED_BY_OPT_IN, type SuppressionReason } from "~/profiles/suppression-reason";
import { packBytes } from "~/lib/pack-bytes";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring, SealedLocation } from "~/privacy/keyring.server";
import { appendWithdrawals } from "../consents/consent-store.server";
import { isRemovable, SCOPES } from "./suppression";

export interface NewSuppression {
  readonly address: string;
  readonly reason: SuppressionReason;
  /** The message that caused it. */
  readonly messageId: string | null;
  readonly createdAt: Date;
  /** Contains no addresses. */
  readonly note: string | null;
  /** Expiry; null: never. */
  readonly expiresAt: Date | null;
  /** When to report it to Shopify; null: never. */
  readonly nextRunAt: Date | null;
}

/** The sealing context of a suppressed address. */
export function addressLocation(
  shopId: ShopId,
  emailIndex: Uint8Array,
  reason: string,
): SealedLocation {
  const row = `${Buffer.from(emailIndex).toString("hex")}/${reason}`;
  return { table: "suppression", column: "sealed_address", shopId, row };
}

/**
 * Suppresses addresses. Existing suppressions stay, but an expiring one is extended to the latest expiry.
 * What the customer requested is also recorded in the consent ledger.
 *
 * @returns how many are new
 */
export async function recordSuppressions(
  tx: Tx,
  shopId: ShopId,
  suppressions: readonly NewSuppression[],
  { keyring }: { readonly keyring: Pick<Keyring, "blindIndex" | "seal"> },
): Promise<number> {
  if (suppressions.length === 0) return 0;
  const unique = new Map<string, { readonly it: NewSuppression; readonly index: Uint8Array }>();
  for (const it of suppressions) {
    const index = keyring.blindIndex(shopId, it.address);
    const key = `${Buffer.from(index).toString("hex")}/${it.reason}`;
    const known = unique.get(key)?.it;
    if (!known || (it.expiresAt && known.expiresAt && it.expiresAt > known.expiresAt)) {
      unique.set(key, { it, index });
    }
  }
  // Sorted, to avoid deadlocks between writers.
  const entries = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  const sealed = packBytes(entries, ({ it, index }) =>
    keyring.seal(it.address.trim(), addressLocation(shopId, index, it.reason)),
  );
  const rows = sealed.packed.map(({ item: { it, index }, at, length }) => ({
    at,
    length,
    email_index: Buffer.from(index).toString("hex"),
    reason: it.reason,
    scope: SCOPES[it.reason],
    message_id: it.messageId,
    created_at: it.createdAt,
    note: it.note,
    expires_at: it.expiresAt,
    next_run_at: it.nextRunAt,
  }));
  const written = await tx.$queryRaw<WrittenRow[]>`
    insert into suppression (shop_id, email_index, reason, scope, message_id, created_at, note,
      expires_at, next_run_at, sealed_address)
    select ${shopId}, decode(email_index, 'hex'), reason, scope, message_id, created_at, note,
      expires_at, next_run_at, substr(${sealed.bytes}::bytea, at, length)
    from json_to_recordset(${JSON.stringify(rows)}::json) as address (at int, length int,
      email_index text, reason text, scope text, message_id text, created_at timestamptz,
      note text, expires_at timestamptz, next_run_at timestamptz)
    on conflict (shop_id, email_index, reason) do update
      set expires_at = greatest(suppression.expires_at, excluded.expires_at)
      where suppression.expires_at < excluded.expires_at
    returning (xmax = 0) as "isNew", encode(email_index, 'hex') as "emailIndex", reason,
      message_id as "messageId", created_at as at`;
  const added = written.filter(({ isNew }) => isNew);
  await appendWithdrawals(
    tx,
    shopId,
    added
      .filter(({ reason }) => !isRemovable(reason))
      .map(({ emailIndex, at, messageId }) => ({
        emailIndex,
        at,
        source: messageId === null ? "import" : "complaint",
      })),
  );
  return added.length;
}

interface WrittenRow {
  readonly isNew: boolean;
  readonly emailIndex: string;
  readonly reason: SuppressionReason;
  readonly messageId: string | null;
  readonly at: Date;
}

/** Deletes expired suppressions. */
export async function endSuppressions(db: Db, shopId: ShopId, now: Date): Promise<number> {
  const { count } = await db.suppression.deleteMany({
    where: { shopId, expiresAt: { lte: now } },
  });
  return count;
}

/** Shops with an expired suppression. */
export function selectShopsWithEndedSuppressions(now: Date): Prisma.Sql {
  return Prisma.sql`
    select distinct shop_id as "shopId" from suppression where expires_at <= ${now}::timestamptz`;
}

/** When a shop's next suppression expires. */
export const nextSuppressionEnds = (now: Date): Prisma.Sql[] => [
  nextTimeIn("suppression", "expires_at", now),
];

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
