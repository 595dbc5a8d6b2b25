import { setTimeout as sleep } from "node:timers/promises";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { backOffMs } from "~/lib/back-off";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { selectShopsDueToday, markDone, nextDayTime } from "~/jobs/schedule-store.server";
import { adminGraphql } from "~/shopify/admin-graphql.server";
import { isGranted } from "~/shopify/is-granted";
import { discountCodesDelete } from "~/shopify/operations/discount-codes";
import { findInstalledShop } from "~/shopify/shop-store.server";
import {
  listDueDiscounts,
  selectShopsWithDueCodes,
  updateDiscount,
  requestDiscounts,
  type StoredDiscount,
  nextCodeTimes,
} from "./coupon-store.server";
import { deleteCodes, listEndedCodes, postponeEnded } from "./given-code-store.server";
import { fillPool, type PoolDeps } from "./fill-pool.server";
import { countTargets, listWantedCodes } from "./wanted-codes.server";

type Deps = Omit<PoolDeps, "pause"> & Partial<Pick<PoolDeps, "pause">>;

const TURN = "messages.fill-code-pools";
const ENDED_AT_ONCE = 100;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const BACK_OFF = { firstMs: MINUTE_MS, longestMs: 6 * HOUR_MS };

/**
 * Keeps pools of discount codes filled and deletes codes that ended or whose owner is erased. Started when a
 * flow or campaign goes live and when codes run low. Once a day it checks for changes made in Shopify.
 */
export const fillCodePoolsJob = defineJob<Deps>({
  name: "messages.fill-code-pools",
  selectDueShops: (now) =>
    Prisma.sql`${selectShopsWithDueCodes(now)} union ${selectShopsDueToday(TURN, now)}`,
  nextDueTimes: (now) => [...nextCodeTimes(now), nextDayTime(TURN, now)],

  async run(shopId, deps, signal) {
    const { db, now } = deps;
    const pooling = { ...deps, pause: deps.pause ?? ((waitMs: number) => sleep(waitMs)) };
    const shop = await findInstalledShop(db, shopId);
    if (shop) await requestDiscounts(db, shopId, await listWantedCodes(db, shopId), now());
    await markDone(db, shopId, TURN, now());
    if (!shop) return { more: false };

    const hasMore = await endCodes(shopId, pooling);
    const mayMake = isGranted(shop.grantedScopes, "write_discounts");
    const due = await listDueDiscounts(db, shopId, now());
    const targetOf = due.length > 0 ? await countTargets(db, shopId) : () => 0;
    let isMoreWanted = hasMore;
    for (const discount of due) {
      if (signal.aborted) return { more: true };
      const target = targetOf(discount);
      const goesOn = mayMake
        ? await updatePool(shopId, discount, target, pooling)
        : await recordRefusal(db, shopId, discount, "scope_missing", now());
      isMoreWanted ||= goesOn;
    }
    return { more: isMoreWanted };
  },
});

/** @returns whether the discount is due again at once */
async function updatePool(
  shopId: ShopId,
  discount: StoredDiscount,
  target: number,
  deps: PoolDeps,
): Promise<boolean> {
  const { db, now, log } = deps;
  const well = { refusedAt: null, lastError: null, attempts: 0 };
  try {
    const step = await fillPool(shopId, discount, target, deps);
    switch (step.kind) {
      case "went_on":
        await updateDiscount(db, shopId, discount, { ...well, emailsWaitingSince: null });
        return true;
      case "waits":
        await updateDiscount(db, shopId, discount, well);
        return false;
      case "full": {
        // An unused discount is not updated until it is requested.
        const nextRunAt = target > 0 ? new Date(now().getTime() + DAY_MS) : null;
        await updateDiscount(db, shopId, discount, {
          ...well,
          emailsWaitingSince: null,
          nextRunAt,
        });
        return false;
      }
      case "refused":
        return await recordRefusal(db, shopId, discount, step.reason, now());
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { codes } = error.context;
    log.warn({ shopId, reason: error.code, codes }, "discount codes could not be made");
    if (codes !== undefined || error.code === "unauthorized" || error.code === "invalid_input") {
      const reason = codes === undefined ? error.code : `refused: ${codes}`;
      return recordRefusal(db, shopId, discount, reason, now());
    }
    const waitMs = backOffMs(discount.attempts + 1, BACK_OFF);
    await updateDiscount(db, shopId, discount, {
      lastError: error.code,
      attempts: { increment: 1 },
      nextRunAt: new Date(now().getTime() + waitMs),
    });
    return false;
  }
}

/** Messages go without a code until Shopify accepts it; retried in an hour. */
async function recordRefusal(
  db: Db,
  shopId: ShopId,
  discount: StoredDiscount,
  reason: string,
  now: Date,
): Promise<false> {
  await updateDiscount(db, shopId, discount, {
    refusedAt: discount.refusedAt ?? now,
    lastError: reason,
    emailsWaitingSince: null,
    nextRunAt: new Date(now.getTime() + HOUR_MS),
  });
  return false;
}

/** @returns whether more have ended */
async function endCodes(shopId: ShopId, deps: PoolDeps): Promise<boolean> {
  const { db, now, log } = deps;
  const ended = await listEndedCodes(db, shopId, now(), ENDED_AT_ONCE);
  if (!ended) return false;
  const codeIds = ended.codes.map(({ codeId }) => codeId);
  const redeemIds = ended.codes.flatMap(({ redeemId }) => redeemId ?? []);
  if (ended.discountId !== null && redeemIds.length > 0) {
    const { discountId } = ended;
    try {
      const input = { id: discountId, codeIds: redeemIds };
      await adminGraphql(shopId, discountCodesDelete, input, deps);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { codes } = error.context;
      if (codes === undefined) {
        log.warn({ shopId, reason: error.code }, "discount codes were not taken back");
        await postponeEnded(db, shopId, codeIds, new Date(now().getTime() + 10 * MINUTE_MS));
        return false;
      }
      // The discount was deleted with its codes.
    }
  }
  await deleteCodes(db, shopId, codeIds);
  return ended.codes.length === ENDED_AT_ONCE;
}
