import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { RecommendationList } from "~/recommendations/recommendation";
import {
  drawByShares,
  OWN_VARIANT,
  PRODUCTS_FIRST,
  scopeKey,
  type ExperimentKind,
} from "./experiment";
import { listExperiments } from "./experiment-store.server";

/** Assigned variants of an email; null keeps the step's own. */
export interface MessageVariants {
  readonly subject: string | null;
  readonly list: RecommendationList | null;
  /** Whether products come before the text. */
  readonly productsFirst: boolean;
}

/** Experiments assigned at composition. The send time is assigned at planning. */
const DRAWN_WHEN_COMPOSED: readonly ExperimentKind[] = ["subject", "products", "layout"];
const NO_VARIANTS: MessageVariants = { subject: null, list: null, productsFirst: false };

/**
 * Assigns subject, recommendation list and layout to emails that are about to be composed, and records the
 * assignments with their probabilities. Composing again repeats the last assignment. Emails of steps without
 * an experiment are missing.
 */
export async function drawMessageVariants(
  db: Db,
  shopId: ShopId,
  messageIds: readonly string[],
): Promise<Map<string, MessageVariants>> {
  const choices = (await listExperiments(db, shopId)).filter(({ kind }) =>
    DRAWN_WHEN_COMPOSED.includes(kind),
  );
  if (choices.length === 0 || messageIds.length === 0) return new Map();
  const messages = await db.message.findMany({
    where: { shopId, messageId: { in: [...messageIds] } },
    select: { messageId: true, flowId: true, stepId: true },
  });
  const drawn = messages.flatMap(({ messageId, flowId, stepId }) =>
    choices
      .filter((choice) => choice.flowId === flowId && choice.stepId === stepId)
      .map((choice) => {
        const arm = drawByShares(choice.arms, `${shopId}|${scopeKey(choice)}|${messageId}`);
        return { messageId, kind: choice.kind, arm: arm.arm, text: arm.text, rate: arm.share };
      }),
  );
  if (drawn.length === 0) return new Map();
  await db.$executeRaw`
    insert into message_arm (shop_id, message_id, kind, arm, rate)
    select ${shopId}, "messageId", kind, arm, rate
    from jsonb_to_recordset(${JSON.stringify(drawn)}::jsonb) as drawn (
      "messageId" text, kind text, arm text, rate float8)
    on conflict (shop_id, message_id, kind) do update set arm = excluded.arm, rate = excluded.rate`;

  const arms = new Map<string, MessageVariants>();
  for (const { messageId, kind, arm, text } of drawn) {
    const known = arms.get(messageId) ?? NO_VARIANTS;
    if (kind === "subject") arms.set(messageId, { ...known, subject: text });
    else if (kind === "layout")
      arms.set(messageId, { ...known, productsFirst: arm === PRODUCTS_FIRST });
    else if (arm !== OWN_VARIANT)
      arms.set(messageId, { ...known, list: RecommendationList.parse(arm) });
  }
  return arms;
}
