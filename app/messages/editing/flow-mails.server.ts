import type { Db } from "~/db.server";
import type { FlowDefinition } from "~/flows/flow";
import type { ShopId } from "~/lib/shop-id";
import type { StepRefusal } from "../coupons/describe-refusal";
import { listFlowRefusals } from "../coupons/list-refusals.server";
import { mayMakeDiscounts } from "../coupons/may-make-discounts.server";
import { loadSaidMails, stepsWithCode, subjectsOf } from "./flow-subjects.server";
import { listOfferedMails, type OfferedMail } from "./offered-mails";

/** What a flow's page shows of its mails. */
export interface FlowMails {
  /** Step id → the subject of its mail. */
  readonly subjects: Readonly<Record<string, string>>;
  /** What new ones may begin as. */
  readonly readyMails: readonly OfferedMail[];
  /** Discounts of its mails that Shopify will not have. */
  readonly refusals: readonly StepRefusal[];
  /** Steps whose mails, as they are sent, have a place for a discount code. */
  readonly stepsWithCode: readonly string[];
  /** Whether the shop lets Kindred make discounts. */
  readonly mayMakeDiscounts: boolean;
}

export async function loadFlowMails(
  db: Db,
  shopId: ShopId,
  flow: { readonly flowId: string; readonly definition: FlowDefinition },
): Promise<FlowMails> {
  const { definition } = flow;
  const said = await loadSaidMails(db, shopId, definition);
  return {
    subjects: subjectsOf(said),
    readyMails: listOfferedMails(definition.trigger.kind),
    refusals: await listFlowRefusals(db, shopId, flow),
    stepsWithCode: stepsWithCode(said),
    mayMakeDiscounts: await mayMakeDiscounts(db, shopId),
  };
}
