import type { Db } from "~/db.server";
import type { FlowDefinition } from "~/flows/definition/flow";
import type { ShopId } from "~/lib/shop-id";
import { ownerKeyOf, type CouponOwner } from "./coupon";
import { findDiscounts } from "./coupon-store.server";
import { readRefusal, type DiscountRefusal, type StepRefusal } from "./discount-refusal";

/** A discount in use by an owner. */
interface GivenDiscount {
  readonly owner: CouponOwner;
  readonly percentOff: number;
}

/** The rejected ones among these discounts, with reasons. Discounts that are no longer in use are not included. */
export async function listRefusals<Given extends GivenDiscount>(
  db: Db,
  shopId: ShopId,
  given: readonly Given[],
): Promise<(Omit<Given, "owner"> & DiscountRefusal)[]> {
  if (given.length === 0) return [];
  const stored = await findDiscounts(
    db,
    shopId,
    given.map(({ owner }) => ownerKeyOf(owner)),
  );
  return given.flatMap(({ owner, ...rest }) => {
    const ownerKey = ownerKeyOf(owner);
    const discount = stored.find(
      (it) => it.ownerKey === ownerKey && it.percentOff === rest.percentOff,
    );
    if (!discount?.refusedAt) return [];
    const { refusedAt, lastError } = discount;
    return [{ ...rest, since: refusedAt.toISOString(), ...readRefusal(lastError) }];
  });
}

/** Rejected discounts of a flow's emails, by step. */
export function listFlowRefusals(
  db: Db,
  shopId: ShopId,
  { flowId, definition }: { readonly flowId: string; readonly definition: FlowDefinition },
): Promise<StepRefusal[]> {
  const given = definition.steps.flatMap((step) => {
    if (step.kind !== "send" || step.coupon === null) return [];
    const { stepId, coupon } = step;
    const owner = { kind: "step", flowId, stepId } as const;
    return [{ owner, stepId, percentOff: coupon.percentOff }];
  });
  return listRefusals(db, shopId, given);
}
