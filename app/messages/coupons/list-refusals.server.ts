import type { Db } from "~/db.server";
import type { FlowDefinition } from "~/flows/flow";
import type { ShopId } from "~/lib/shop-id";
import { ownerKeyOf, type CouponOwner } from "./coupon";
import { findDiscounts } from "./coupon-store.server";
import { describeRefusal, type DiscountRefusal, type StepRefusal } from "./describe-refusal";

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

/** The same of a flow's mails, each with the step whose it is. */
export async function listFlowRefusals(
  db: Db,
  shopId: ShopId,
  { flowId, definition }: { readonly flowId: string; readonly definition: FlowDefinition },
): Promise<StepRefusal[]> {
  const refusals: StepRefusal[] = [];
  for (const step of definition.steps) {
    if (step.kind !== "send" || step.coupon === null) continue;
    const { stepId } = step;
    const owner = { kind: "step", flowId, stepId } as const;
    const given = [{ owner, percentOff: step.coupon.percentOff }];
    for (const refusal of await listRefusals(db, shopId, given)) {
      refusals.push({ ...refusal, stepId });
    }
  }
  return refusals;
}
