import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { getPlan } from "~/shopify/billing/shop-plan-store.server";
import { findMailMonth } from "./mail-month-store.server";

export interface PlanRoom {
  /** Emails left in the plan this month. */
  readonly mails: number;
  readonly mailsPerMonth: number;
  /** When the allowance renews. */
  readonly renewsAt: Date;
}

/** What remains of the plan's monthly emails; null: unlimited. */
export async function findPlanRoom(db: Db, shopId: ShopId, now: Date): Promise<PlanRoom | null> {
  const { mailsPerMonth } = await getPlan(db, shopId);
  if (mailsPerMonth === null) return null;
  const { mails, endsAt } = await findMailMonth(db, shopId, now);
  return { mails: Math.max(0, mailsPerMonth - mails), mailsPerMonth, renewsAt: endsAt };
}
