import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { RecommendationList } from "~/recommendations/recommendation";
import type { ProfileId } from "~/lib/profile-id";
import {
  drawByShares,
  OWN_VARIANT,
  PRODUCTS_FIRST,
  scopeKey,
  sharesInGroup,
  type Experiment,
  type ExperimentKind,
} from "./experiment";
import { listDrawnExperiments } from "./experiment-store.server";
import { findRecipientGroups } from "./recipient-groups.server";

/** Assigned variants of an email; null keeps the step's own. */
export interface MessageVariants {
  readonly subject: string | null;
  /** The variant of the subject. */
  readonly subjectVariant: string;
  readonly list: RecommendationList | null;
  /** Whether products come before the text. */
  readonly productsFirst: boolean;
}

/** Experiments assigned at composition. The send time is assigned at planning. */
const DRAWN_WHEN_COMPOSED: readonly ExperimentKind[] = ["subject", "products", "layout"];
const NO_VARIANTS: MessageVariants = {
  ...{ subject: null, subjectVariant: OWN_VARIANT },
  ...{ list: null, productsFirst: false },
};

/** The running experiments that are assigned at composition. */
export const listContentExperiments = (db: Db, shopId: ShopId): Promise<Experiment[]> =>
  listDrawnExperiments(db, shopId, DRAWN_WHEN_COMPOSED);

/**
 * Assigns subject, recommendation list and layout to emails that are about to be composed, and records the
 * assignments with their probabilities and the recipient's group, whose shares apply. Composing again repeats the last assignment. Emails of steps without
 * an experiment and of the baseline group are missing.
 *
 * @param experiments those of `listContentExperiments`
 */
export async function drawMessageVariants(
  db: Db,
  shopId: ShopId,
  messageIds: readonly string[],
  experiments: readonly Experiment[],
  now: Date,
): Promise<Map<string, MessageVariants>> {
  if (experiments.length === 0 || messageIds.length === 0) return new Map();
  const messages = await db.message.findMany({
    // The baseline group gets the merchant's own content.
    where: { shopId, messageId: { in: [...messageIds] }, inBaseline: false },
    select: { messageId: true, flowId: true, stepId: true, profileId: true },
  });
  const groups = await findRecipientGroups(
    db,
    shopId,
    messages.map(({ profileId }) => profileId as ProfileId),
    now,
  );
  const drawn = messages.flatMap(({ messageId, flowId, stepId, profileId }) =>
    experiments
      .filter((experiment) => experiment.flowId === flowId && experiment.stepId === stepId)
      .map((experiment) => {
        const group = groups.get(profileId as ProfileId) ?? null;
        const variant = drawByShares(
          sharesInGroup(experiment.variants, group),
          `${shopId}|${scopeKey(experiment)}|${messageId}`,
        );
        return {
          messageId,
          kind: experiment.kind,
          variant: variant.variant,
          text: variant.text,
          rate: variant.share,
          group,
        };
      }),
  );
  if (drawn.length === 0) return new Map();
  await db.$executeRaw`
    insert into message_variant (shop_id, message_id, kind, variant, rate, recipient_group)
    select ${shopId}, "messageId", kind, variant, rate, "group"
    from jsonb_to_recordset(${JSON.stringify(drawn)}::jsonb) as drawn (
      "messageId" text, kind text, variant text, rate float8, "group" smallint)
    on conflict (shop_id, message_id, kind) do update set
      variant = excluded.variant, rate = excluded.rate, recipient_group = excluded.recipient_group`;

  const variants = new Map<string, MessageVariants>();
  for (const { messageId, kind, variant, text } of drawn) {
    const known = variants.get(messageId) ?? NO_VARIANTS;
    if (kind === "subject")
      variants.set(messageId, { ...known, subject: text, subjectVariant: variant });
    else if (kind === "layout")
      variants.set(messageId, { ...known, productsFirst: variant === PRODUCTS_FIRST });
    else if (variant !== OWN_VARIANT)
      variants.set(messageId, { ...known, list: RecommendationList.parse(variant) });
  }
  return variants;
}
