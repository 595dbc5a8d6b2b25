import type { Db } from "~/db.server";
import { FlowDefinition } from "~/flows/definition/flow";
import { storedJson } from "~/flows/stored-json";
import { SHOP } from "./builders";
import { FLOW_ID } from "./stored-rows";

/** The merchant lets Kindred choose the discounts of the flow, or takes it back. */
export async function letKindredChoose(
  db: Db,
  isAllowed = true,
  trigger?: FlowDefinition["trigger"],
): Promise<void> {
  const where = { shopId: SHOP, flowId: FLOW_ID };
  const [row] = await db.flowVersion.findMany({ where });
  const definition = FlowDefinition.parse(row?.definition);
  const steps = definition.steps.map((step) => {
    if (step.kind !== "send" || step.coupon === null) return step;
    const { percentOff, validDays } = step.coupon;
    const coupon = { percentOff, validDays, ...(isAllowed && { perCustomer: true as const }) };
    return { ...step, coupon };
  });
  await db.flowVersion.updateMany({
    where,
    data: { definition: storedJson({ ...definition, ...(trigger && { trigger }), steps }) },
  });
}
