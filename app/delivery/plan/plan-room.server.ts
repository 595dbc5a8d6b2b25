import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { getPlan } from "~/shopify/billing/shop-plan-store.server";
import { findMailMonth } from "./mail-month-store.server";

export interface PlanRoom {
  /** How many more mails the shop's plan has this month. */
  readonly mails: number;
  readonly mailsPerMonth: number;
  /** When it has new ones. */
  readonly renewsAt: Date;
}

/** What is left of the mails that the shop's plan has in a month; null: the plan has no end of them. */
export async function findPlanRoom(db: Db, shopId: ShopId, now: Date): Promise<PlanRoom | null> {
  const { mailsPerMonth } = await getPlan(db, shopId);
  if (mailsPerMonth === null) return null;
  const { mails, endsAt } = await findMailMonth(db, shopId, now);
  return { mails: Math.max(0, mailsPerMonth - mails), mailsPerMonth, renewsAt: endsAt };
}
