import type { Db } from "~/db.server";
import type { FlowDefinition } from "~/flows/flow";
import type { ShopId } from "~/lib/shop-id";
import { ownerKeyOf, type CouponOwner } from "./coupon";
import { findDiscounts } from "./coupon-store.server";
import { describeRefusal, type DiscountRefusal } from "./describe-refusal";

/** A discount as an owner gives codes of it now. */
interface GivenDiscount {
  readonly owner: CouponOwner;
  readonly percentOff: number;
}

/** Which of these discounts Shopify will not have, and why. One that was given before and is not any more is none of them. */
export async function listRefusals(
  db: Db,
  shopId: ShopId,
  given: readonly GivenDiscount[],
): Promise<DiscountRefusal[]> {
  const wanted = new Set(
    given.map(({ owner, percentOff }) => `${ownerKeyOf(owner)}|${percentOff}`),
  );
  if (wanted.size === 0) return [];
  const stored = await findDiscounts(
    db,
    shopId,
    given.map(({ owner }) => ownerKeyOf(owner)),
  );
  return stored.flatMap(({ ownerKey, percentOff, refusedAt, reason }) =>
    refusedAt && wanted.has(`${ownerKey}|${percentOff}`)
      ? [{ percentOff, since: refusedAt.toISOString(), text: describeRefusal(reason) }]
      : [],
  );
}

/** The same of a flow's mails. */
export function listFlowRefusals(
  db: Db,
  shopId: ShopId,
  { flowId, definition }: { readonly flowId: string; readonly definition: FlowDefinition },
): Promise<DiscountRefusal[]> {
  const given = definition.steps.flatMap((step) =>
    step.kind === "send" && step.coupon !== null
      ? [
          {
            owner: { kind: "step", flowId, stepId: step.stepId } as const,
            percentOff: step.coupon.percentOff,
          },
        ]
      : [],
  );
  return listRefusals(db, shopId, given);
}
