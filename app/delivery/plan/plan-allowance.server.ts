import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { getPlan } from "~/shopify/billing/shop-plan-store.server";
import { findEmailMonth } from "./email-month-store.server";

export interface PlanAllowance {
  /** Emails left in the plan this month. */
  readonly emails: number;
  readonly emailsPerMonth: number;
  /** When the allowance renews. */
  readonly renewsAt: Date;
}

/** What remains of the plan's monthly emails; null: unlimited. */
export async function findPlanAllowance(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<PlanAllowance | null> {
  const { emailsPerMonth } = await getPlan(db, shopId);
  if (emailsPerMonth === null) return null;
  const { emails, endsAt } = await findEmailMonth(db, shopId, now);
  return { emails: Math.max(0, emailsPerMonth - emails), emailsPerMonth, renewsAt: endsAt };
}
