import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

/**
 * `pending`: the confirmation was sent; `removed`: by the merchant; `stopped`: its owner wants no test emails
 * of this shop.
 */
export type TestAddressState = "pending" | "confirmed" | "removed" | "stopped";

/** A test address on the sender page. */
export interface TestAddressRow {
  /** Blind index in hex. */
  readonly id: string;
  readonly address: string;
  readonly state: Exclude<TestAddressState, "removed">;
  /** ISO 8601 */
  readonly requestedAt: string;
}

/** Minimum time between two confirmations to an address. */
const REQUEST_AGAIN_AFTER_MS = 86_400_000;
/** Unconfirmed addresses are deleted after this time. */
const CONFIRM_WITHIN_MS = 7 * 86_400_000;

export async function findTestAddressState(
  db: Db,
  shopId: ShopId,
  emailIndex: Uint8Array<ArrayBuffer>,
): Promise<TestAddressState | null> {
  const row = await db.testAddress.findUnique({
    where: { shopId_emailIndex: { shopId, emailIndex } },
    select: { state: true },
  });
  return (row?.state as TestAddressState | undefined) ?? null;
}

/** The shop's test addresses, the last asked first. */
export async function listTestAddresses(
  db: Db,
  shopId: ShopId,
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<TestAddressRow[]> {
  const rows = await db.testAddress.findMany({
    where: { shopId, state: { in: ["pending", "confirmed", "stopped"] } },
    orderBy: [{ requestedAt: "desc" }, { emailIndex: "asc" }],
    take: MAX_LISTED,
  });
  return rows.flatMap(({ emailIndex, state, requestedAt, sealedAddress }) => {
    if (sealedAddress === null) return [];
    const address = keyring.open(sealedAddress, placeOf(shopId, emailIndex));
    const id = Buffer.from(emailIndex).toString("hex");
    return [
      {
        id,
        address,
        state: state as TestAddressRow["state"],
        requestedAt: requestedAt.toISOString(),
      },
    ];
  });
}

const MAX_LISTED = 100;

const placeOf = (shopId: ShopId, emailIndex: Uint8Array) => ({
  table: "test_address",
  column: "sealed_address",
  shopId,
  row: Buffer.from(emailIndex).toString("hex"),
});

/** Removes an address: links already sent no longer confirm it. The owner's own refusal stays. */
export async function removeTestAddress(
  db: Db,
  shopId: ShopId,
  emailIndex: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await db.testAddress.updateMany({
    where: { shopId, emailIndex, state: { in: ["pending", "confirmed"] } },
    data: { state: "removed", sealedAddress: null },
  });
}

/** Records a request for confirmation. @returns false when it was asked recently, has confirmed or refused */
export async function requestTestAddressConfirmation(
  tx: Tx,
  shopId: ShopId,
  address: string,
  { keyring, now }: { readonly keyring: Pick<Keyring, "blindIndex" | "seal">; readonly now: Date },
): Promise<boolean> {
  const emailIndex = keyring.blindIndex(shopId, address);
  const expired = {
    state: { in: ["pending", "removed"] },
    requestedAt: { lte: new Date(now.getTime() - CONFIRM_WITHIN_MS) },
  };
  const sealedAddress = keyring.seal(address, placeOf(shopId, emailIndex));
  await tx.testAddress.deleteMany({ where: { shopId, ...expired } });
  const created = await tx.testAddress.createMany({
    data: [{ shopId, emailIndex, state: "pending", requestedAt: now, sealedAddress }],
    skipDuplicates: true,
  });
  if (created.count === 1) return true;
  const again = await tx.testAddress.updateMany({
    where: {
      ...{ shopId, emailIndex, state: { in: ["pending", "removed"] } },
      requestedAt: { lte: new Date(now.getTime() - REQUEST_AGAIN_AFTER_MS) },
    },
    data: { state: "pending", requestedAt: now, sealedAddress },
  });
  return again.count === 1;
}

/** Records the owner's confirmation. @returns whether it was open or already confirmed */
export async function confirmTestAddress(
  db: Db,
  shopId: ShopId,
  emailIndex: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const { count } = await db.testAddress.updateMany({
    where: { shopId, emailIndex, state: { in: ["pending", "confirmed"] } },
    data: { state: "confirmed" },
  });
  return count === 1;
}

/** Records the owner's refusal of further test emails. */
export async function stopTestAddress(
  db: Db,
  shopId: ShopId,
  emailIndex: Uint8Array<ArrayBuffer>,
  now: Date,
): Promise<void> {
  const stopped = { state: "stopped" };
  await db.testAddress.upsert({
    where: { shopId_emailIndex: { shopId, emailIndex } },
    create: { shopId, emailIndex, requestedAt: now, ...stopped },
    update: stopped,
  });
}

/** Test emails and confirmations have separate limits. */
export type TestEmailKind = "test" | "confirmation";

/** Claims one of the day's emails of a kind in one statement, so that concurrent requests cannot exceed the limit. */
export async function takeTestEmail(
  db: Db,
  shopId: ShopId,
  { kind, limit }: { readonly kind: TestEmailKind; readonly limit: number },
  now: Date,
): Promise<boolean> {
  const day = now.toISOString().slice(0, 10);
  const rows = await db.$queryRaw<{ sent: number }[]>`
    insert into test_email_count as it (shop_id, kind, day, sent)
    values (${shopId}, ${kind}, ${day}::date, 1)
    on conflict (shop_id, kind) do update set
      day = excluded.day, sent = case when it.day = excluded.day then it.sent + 1 else 1 end
    where it.day <> excluded.day or it.sent < ${limit}
    returning sent`;
  return rows.length === 1;
}
