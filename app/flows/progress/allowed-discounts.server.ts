import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { requestedCoupon } from "../definition/chosen-discount";
import { listLiveFlows } from "./live-flows.server";

/** An email whose discount the merchant lets Kindred choose. */
export interface AllowedDiscount {
  readonly flowId: string;
  readonly stepId: string;
  readonly templateId: string;
  /** The merchant's own discount. */
  readonly ownPercent: number;
}

/** The emails of live flows whose discount the merchant lets Kindred choose; none that a sign-up was promised. */
export async function listAllowedDiscounts(db: Db, shopId: ShopId): Promise<AllowedDiscount[]> {
  const flows = await listLiveFlows(db, shopId);
  return flows.flatMap(({ flowId, definition }) =>
    definition.steps.flatMap((step) => {
      const coupon = step.kind === "send" ? requestedCoupon(definition, step) : null;
      if (step.kind !== "send" || coupon?.perCustomer !== true) return [];
      const { stepId, templateId } = step;
      return [{ flowId, stepId, templateId, ownPercent: coupon.percentOff }];
    }),
  );
}
