import type { Db, Tx } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { codeLocation } from "./code-location";
import type { EmailCoupon } from "./coupon";
import type { DiscountKey, StoredCode } from "./coupon-store.server";

export interface GivenCode extends EmailCoupon {
  readonly messageId: string;
}

export interface CodeRequest {
  readonly messageId: string;
  readonly profileId: ProfileId;
  readonly endsAt: Date;
}

type Opening = { readonly keyring: Pick<Keyring, "open"> };

/** Codes already assigned to messages, which keep them when composed again. */
export async function listGivenCodes(
  db: Db,
  shopId: ShopId,
  messageIds: readonly string[],
  { keyring }: Opening,
): Promise<GivenCode[]> {
  const rows = await db.discountCode.findMany({
    where: { shopId, messageId: { in: [...messageIds] }, state: "given" },
    orderBy: { codeId: "asc" },
  });
  return rows.flatMap(({ codeId, messageId, sealedCode, percentOff, endsAt }) =>
    messageId === null || endsAt === null
      ? []
      : [
          {
            messageId,
            percentOff,
            endsAt,
            code: keyring.open(sealedCode, codeLocation(shopId, codeId)),
          },
        ],
  );
}

/**
 * Assigns each message a free code while there are any.
 *
 * @returns the assignments; missing messages got none
 */
export async function giveCodes(
  tx: Tx,
  shopId: ShopId,
  { ownerKey, percentOff }: DiscountKey,
  requests: readonly CodeRequest[],
  { keyring, now }: Opening & { readonly now: Date },
): Promise<GivenCode[]> {
  const free = await tx.$queryRaw<{ codeId: string; sealedCode: Uint8Array }[]>`
    select code_id as "codeId", sealed_code as "sealedCode" from discount_code
    where shop_id = ${shopId} and owner_key = ${ownerKey} and percent_off = ${percentOff}
      and state = 'free'
    order by code_id limit ${requests.length} for update skip locked`;
  const given = free.flatMap(({ codeId, sealedCode }, i) => {
    const request = requests[i];
    if (!request) return [];
    const code = keyring.open(sealedCode, codeLocation(shopId, codeId));
    return [{ ...request, codeId, percentOff, code }];
  });
  const rows = given.map(({ codeId, messageId, profileId, endsAt }) => ({
    codeId,
    messageId,
    profileId,
    endsAt,
  }));
  if (rows.length > 0) {
    await tx.$executeRaw`
      update discount_code set state = 'given', message_id = given."messageId",
        profile_id = given."profileId", given_at = ${now}::timestamptz, ends_at = given."endsAt"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (
        "codeId" text, "messageId" text, "profileId" text, "endsAt" timestamptz)
      where shop_id = ${shopId} and code_id = given."codeId"`;
  }
  return given.map(({ messageId, code, endsAt }) => ({ messageId, code, endsAt, percentOff }));
}

/** Frees codes of messages that were not sent: nobody has seen them. */
export async function returnCodes(
  tx: Tx,
  shopId: ShopId,
  messageIds: readonly string[],
): Promise<void> {
  if (messageIds.length === 0) return;
  await tx.discountCode.updateMany({
    where: { shopId, messageId: { in: [...messageIds] }, state: "given" },
    data: { state: "free", messageId: null, profileId: null, givenAt: null, endsAt: null },
  });
}

/** Ended or ownerless codes of one discount in Shopify. */
export async function listEndedCodes(
  db: Db,
  shopId: ShopId,
  now: Date,
  limit: number,
): Promise<{ readonly discountId: string | null; readonly codes: readonly Ended[] } | null> {
  const first = await db.discountCode.findFirst({
    where: { shopId, endsAt: { lte: now } },
    orderBy: [{ endsAt: "asc" }, { codeId: "asc" }],
    include: { discount: { select: { discountId: true } } },
  });
  if (!first) return null;
  const { ownerKey, percentOff, discount } = first;
  const codes = await db.discountCode.findMany({
    where: { shopId, ownerKey, percentOff, endsAt: { lte: now } },
    orderBy: [{ endsAt: "asc" }, { codeId: "asc" }],
    take: limit,
    select: { codeId: true, redeemId: true },
  });
  return { discountId: discount.discountId, codes };
}

type Ended = Pick<StoredCode, "codeId" | "redeemId">;

export async function deleteCodes(
  db: Db,
  shopId: ShopId,
  codeIds: readonly string[],
): Promise<void> {
  await db.discountCode.deleteMany({ where: { shopId, codeId: { in: [...codeIds] } } });
}

/** Postpones deletions after a failure. */
export async function postponeEnded(
  db: Db,
  shopId: ShopId,
  codeIds: readonly string[],
  until: Date,
): Promise<void> {
  await db.discountCode.updateMany({
    where: { shopId, codeId: { in: [...codeIds] } },
    data: { endsAt: until },
  });
}
