import type { Tx } from "~/db.server";
import type { Queue } from "~/jobs/queue";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { MessageIntent } from "../message";
import { couponEnd, ownerKeyOf, ownerOf, type EmailCoupon } from "./coupon";
import {
  countFree,
  scheduleFill,
  findDiscounts,
  recordShortage,
  requestDiscounts,
  type DiscountKey,
} from "./coupon-store.server";
import { giveCodes, listGivenCodes } from "./given-code-store.server";
import { STEP_RESERVE } from "./wanted-codes.server";

/** A message that shows a personal code. */
export interface CouponEmail {
  readonly messageId: string;
  readonly profileId: ProfileId;
  readonly coupon: NonNullable<MessageIntent["coupon"]>;
}

/**
 * The code of a message, a wait while codes are being created, or none because Shopify has none to give.
 * Messages that are missing go without.
 */
export type CouponOutcome =
  | { readonly kind: "given"; readonly coupon: EmailCoupon }
  | { readonly kind: "coming" };

/** Maximum wait for codes before a message goes without. */
const MAX_CODE_WAIT_MS = 2 * 3_600_000;
/** A message that expires sooner does not wait. */
const MIN_REMAINING_MS = 5 * 60_000;
/** Refill threshold: refilling earlier would call Shopify for every few messages. */
const LOW_CODES = STEP_RESERVE / 2;

interface Deps {
  readonly keyring: Pick<Keyring, "open">;
  readonly queue: Queue;
  readonly timeZone: string;
  readonly now: Date;
}

/**
 * Assigns a code to each message that is sent, by message id. A message keeps its earlier code. A low pool is
 * refilled.
 */
export async function giveCoupons(
  tx: Tx,
  shopId: ShopId,
  emails: readonly CouponEmail[],
  deps: Deps,
): Promise<Map<string, CouponOutcome>> {
  const outcomes = new Map<string, CouponOutcome>();
  if (emails.length === 0) return outcomes;
  const { keyring, timeZone, now } = deps;
  const messageIds = emails.map(({ messageId }) => messageId);
  for (const { messageId, ...coupon } of await listGivenCodes(tx, shopId, messageIds, {
    keyring,
  })) {
    outcomes.set(messageId, { kind: "given", coupon });
  }
  const lacking = emails.filter(({ messageId }) => !outcomes.has(messageId));
  const rows = await findMessages(tx, shopId, lacking);
  let areWanted = false;
  for (const { key, title, emails } of groupByDiscount(lacking, rows)) {
    const discount = await findOrRequest(tx, shopId, { ...key, title }, now);
    if (discount.refusedAt !== null) continue;
    const wanted = emails.map(({ messageId, profileId, coupon }) => ({
      messageId,
      profileId,
      endsAt: couponEnd(now, coupon.validDays, timeZone),
    }));
    const given = await giveCodes(tx, shopId, key, wanted, { keyring, now });
    for (const { messageId, ...coupon } of given) {
      outcomes.set(messageId, { kind: "given", coupon });
    }
    if (given.length === emails.length) {
      if ((await countFree(tx, shopId, key, LOW_CODES)) === LOW_CODES) continue;
      await scheduleFill(tx, shopId, key, now);
      areWanted = true;
      continue;
    }
    await recordShortage(tx, shopId, key, now);
    areWanted = true;
    const since = discount.emailsWaitingSince ?? now;
    if (since.getTime() + MAX_CODE_WAIT_MS <= now.getTime()) continue;
    for (const { messageId } of emails) {
      const expiresAt = rows.get(messageId)?.expiresAt ?? now;
      const mayWait = expiresAt.getTime() > now.getTime() + MIN_REMAINING_MS;
      if (mayWait && !outcomes.has(messageId)) outcomes.set(messageId, { kind: "coming" });
    }
  }
  if (areWanted) await deps.queue.announce(tx, shopId, "codes_wanted");
  return outcomes;
}

interface CodeDemand {
  readonly key: DiscountKey;
  readonly title: string;
  readonly emails: readonly CouponEmail[];
}

type MessageRow = Parameters<typeof ownerOf>[0] & { readonly expiresAt: Date };

async function findMessages(
  tx: Tx,
  shopId: ShopId,
  emails: readonly CouponEmail[],
): Promise<ReadonlyMap<string, MessageRow>> {
  const rows = await tx.messageStatus.findMany({
    where: { shopId, messageId: { in: emails.map(({ messageId }) => messageId) } },
    select: { messageId: true, flowId: true, stepId: true, campaignId: true, expiresAt: true },
  });
  return new Map(rows.map((row) => [row.messageId, row]));
}

function groupByDiscount(
  emails: readonly CouponEmail[],
  rows: ReadonlyMap<string, MessageRow>,
): CodeDemand[] {
  const groups = Map.groupBy(emails, ({ messageId, coupon }) => {
    const row = rows.get(messageId);
    const owner = row && ownerOf(row);
    return owner ? `${coupon.percentOff} ${ownerKeyOf(owner)}` : null;
  });
  return [...groups].flatMap(([name, emails]) => {
    if (name === null) return [];
    const [percentOff = "", ownerKey = ""] = name.split(" ");
    const title = `Kindred: ${ownerKey}, ${percentOff}%`;
    return [{ key: { ownerKey, percentOff: Number(percentOff) }, title, emails }];
  });
}

async function findOrRequest(
  tx: Tx,
  shopId: ShopId,
  wanted: DiscountKey & { readonly title: string },
  now: Date,
) {
  const find = async () =>
    (await findDiscounts(tx, shopId, [wanted.ownerKey])).find(
      ({ percentOff }) => percentOff === wanted.percentOff,
    );
  const known = await find();
  if (known) return known;
  await requestDiscounts(tx, shopId, [wanted], now);
  return { refusedAt: null, emailsWaitingSince: null };
}
