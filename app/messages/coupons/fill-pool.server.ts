import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import {
  discountByCode,
  discountCodesAdd,
  discountCodesAdded,
  discountCreate,
  discountStatus,
} from "~/shopify/operations/discount-codes";
import {
  countFree,
  drawCodes,
  listCodes,
  settleAdded,
  updateDiscount,
  type StoredDiscount,
} from "./coupon-store.server";

export interface PoolDeps extends AdminDeps {
  readonly now: () => Date;
  /** Waits while Shopify adds codes. */
  readonly pause: (waitMs: number) => Promise<unknown>;
}

/** Maximum codes that Shopify adds per call. */
const CODES_AT_ONCE = 250;
const POLLS = 5;
const POLL_WAIT_MS = 1_000;

export type PoolStep =
  /** Codes were added or the discount was created: more may be needed. */
  | { readonly kind: "went_on" }
  /** The pool is full. */
  | { readonly kind: "full" }
  /** Shopify is still adding. */
  | { readonly kind: "waits" }
  /** Messages go without a code. */
  | { readonly kind: "refused"; readonly reason: string };

/**
 * One step toward `target` free codes: creates the discount, adds codes or polls Shopify for them. Can resume
 * after a crash: codes are stored before Shopify gets them, and a discount is found again by its first code.
 *
 * @throws AppError what `adminGraphql` throws
 */
export async function fillPool(
  shopId: ShopId,
  discount: StoredDiscount,
  target: number,
  deps: PoolDeps,
): Promise<PoolStep> {
  const { db } = deps;
  const { discountId, bulkId } = discount;
  if (bulkId !== null) return settlePending(shopId, discount, bulkId, deps);
  if (discountId === null) {
    if (target === 0) return { kind: "full" };
    await makeDiscount(shopId, discount, deps);
    return { kind: "went_on" };
  }
  const ended = await endReason(shopId, discountId, deps);
  if (ended !== null) return { kind: "refused", reason: ended };

  const free = await countFree(db, shopId, discount, target);
  if (free >= target) return { kind: "full" };
  const wanted = Math.min(CODES_AT_ONCE, target - free);
  const codes = await codesToAdd(shopId, discount, wanted, deps);
  const { discountRedeemCodeBulkAdd } = await adminGraphql(
    shopId,
    discountCodesAdd,
    { id: discountId, codes: codes.map(({ code }) => ({ code })) },
    deps,
  );
  const { id } = discountRedeemCodeBulkAdd.bulkCreation;
  await updateDiscount(db, shopId, discount, { bulkId: id });
  return settlePending(shopId, discount, id, deps);
}

async function makeDiscount(
  shopId: ShopId,
  discount: StoredDiscount,
  deps: PoolDeps,
): Promise<void> {
  const [first] = await codesToAdd(shopId, discount, 1, deps);
  if (!first)
    throw new AppError("not_found", "A code that was drawn is gone", { context: { shopId } });
  const { id, codeDiscount } = await createOrFind(shopId, discount, first.code, deps);
  const redeemId = codeDiscount.codes?.nodes.find(({ code }) => code === first.code)?.id ?? null;
  await deps.db.$transaction(async (tx) => {
    await updateDiscount(tx, shopId, discount, { discountId: id });
    await settleAdded(tx, shopId, [{ ...first, redeemId }]);
  });
}

async function createOrFind(
  shopId: ShopId,
  { title, percentOff }: StoredDiscount,
  code: string,
  deps: PoolDeps,
) {
  const input = {
    title,
    code,
    startsAt: deps.now().toISOString(),
    usageLimit: 1,
    appliesOncePerCustomer: true,
    context: { all: "ALL" as const },
    customerGets: { value: { percentage: percentOff / 100 }, items: { all: true as const } },
  };
  try {
    const made = await adminGraphql(shopId, discountCreate, { discount: input }, deps);
    return made.discountCodeBasicCreate.codeDiscountNode;
  } catch (error) {
    const isTaken = error instanceof AppError && String(error.context.codes).includes("TAKEN");
    if (!isTaken) throw error;
    // It was created before and the answer was lost: no other discount has its first code.
    const { codeDiscountNodeByCode } = await adminGraphql(shopId, discountByCode, { code }, deps);
    if (codeDiscountNodeByCode === null) throw error;
    return codeDiscountNodeByCode;
  }
}

/** Reuse codes that Shopify has not accepted yet. */
async function codesToAdd(shopId: ShopId, discount: StoredDiscount, count: number, deps: PoolDeps) {
  const { db } = deps;
  const known = { state: "adding", limit: count } as const;
  const drawn = await listCodes(db, shopId, discount, known, deps);
  if (drawn.length >= count) return drawn;
  await drawCodes(db, shopId, discount, count - drawn.length, deps);
  return listCodes(db, shopId, discount, known, deps);
}

/** Why a discount is no longer active; null if it is. */
async function endReason(
  shopId: ShopId,
  discountId: string,
  deps: PoolDeps,
): Promise<string | null> {
  const id = discountId.replace("DiscountCodeNode", "DiscountNode");
  const { discountNode } = await adminGraphql(shopId, discountStatus, { id }, deps);
  if (discountNode === null) return "deleted_in_shopify";
  const { status } = discountNode.discount;
  return status === "EXPIRED" ? "ended_in_shopify" : null;
}

/** Waits briefly until Shopify has added codes, then frees the accepted ones. */
async function settlePending(
  shopId: ShopId,
  discount: StoredDiscount,
  bulkId: string,
  deps: PoolDeps,
): Promise<PoolStep> {
  const { db, pause } = deps;
  for (let poll = 0; poll < POLLS; poll++) {
    if (poll > 0) await pause(POLL_WAIT_MS);
    const answer = await adminGraphql(shopId, discountCodesAdded, { id: bulkId }, deps);
    const added = answer.discountRedeemCodeBulkCreation;
    if (added !== null && !added.done) continue;
    const idOf = new Map(
      added?.codes.nodes.map(({ code, discountRedeemCode }) => [code, discountRedeemCode?.id]),
    );
    const pendingCodes = await listCodes(
      db,
      shopId,
      discount,
      { state: "adding", limit: CODES_AT_ONCE },
      deps,
    );
    const codes = pendingCodes.map((it) => ({ ...it, redeemId: idOf.get(it.code) ?? null }));
    await db.$transaction(async (tx) => {
      await settleAdded(tx, shopId, codes);
      await updateDiscount(tx, shopId, discount, { bulkId: null });
    });
    const taken = codes.filter(({ redeemId }) => redeemId !== null).length;
    return taken > 0 ? { kind: "went_on" } : { kind: "refused", reason: "codes_not_taken" };
  }
  return { kind: "waits" };
}
