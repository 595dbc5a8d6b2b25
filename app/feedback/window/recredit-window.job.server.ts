import type { PrismaClient } from "~/generated/prisma/client";
import { isShopDue } from "~/jobs/due-shops.server";
import { defineJob } from "~/jobs/job.server";
import { getAttributionWindowHours } from "../attribution-store.server";
import { recreditOrders } from "../recredit-orders.server";
import { listOrdersOfWindow, selectShopsWithNewWindow, settleWindow } from "./window-store.server";

const SLICE_ORDERS = 200;

/**
 * Recomputes all attributions after the attribution window changed. One transaction per slice; safe to
 * restart. Orders and clicks that arrive meanwhile already use the new window.
 */
export const recreditWindowJob = defineJob<{ readonly db: PrismaClient }>({
  name: "feedback.recredit-window",
  selectDueShops: selectShopsWithNewWindow,

  async run(shopId, { db }, signal) {
    if (!(await isShopDue(db, shopId, selectShopsWithNewWindow()))) return { more: false };
    const hours = await getAttributionWindowHours(db, shopId);
    for (let after = ""; ;) {
      if (signal.aborted) return { more: true };
      const page = { after, limit: SLICE_ORDERS };
      const orderIds = await listOrdersOfWindow(db, shopId, hours, page);
      await db.$transaction((tx) => recreditOrders(tx, shopId, orderIds, hours));
      const last = orderIds.at(-1);
      if (last === undefined || orderIds.length < SLICE_ORDERS) break;
      after = last;
    }
    await settleWindow(db, shopId, hours);
    return { more: false };
  },
});
