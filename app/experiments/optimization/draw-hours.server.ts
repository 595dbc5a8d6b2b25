import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { unitHash } from "../draw-holdout";
import { drawByShares, scopeKey, sharesInGroup, type Experiment } from "./experiment";

/** A planned email that could leave at the recipient's best send time. */
export interface MovableEmail {
  readonly messageId: string;
  readonly flowId: string;
  readonly stepId: string;
  /** The recipient's group; null: unknown. */
  readonly group: number | null;
}

/** An email with its assigned variant. */
export interface DrawnHour {
  readonly messageId: string;
  readonly variant: string;
  readonly rate: number;
  readonly group: number | null;
}

/** Assigns each email to wait for the best send time or not. Emails of steps without an experiment are missing. */
export function drawHours(
  shopId: ShopId,
  experiments: readonly Experiment[],
  emails: readonly MovableEmail[],
): DrawnHour[] {
  return emails.flatMap(({ messageId, flowId, stepId, group }) =>
    experiments
      .filter((experiment) => experiment.flowId === flowId && experiment.stepId === stepId)
      .map((experiment) => {
        const { variant, share } = drawByShares(
          sharesInGroup(experiment.variants, group),
          `${shopId}|${scopeKey(experiment)}|${messageId}`,
        );
        return { messageId, variant, rate: share, group };
      }),
  );
}

/** One of the times at which an email may leave, at random with equal probabilities; the same for the same email. */
export function drawTime(shopId: ShopId, messageId: string, times: readonly Date[]): Date | null {
  const place = unitHash(`${shopId}|random-hour|${messageId}`);
  return times[Math.floor(place * times.length)] ?? null;
}

/** Records the assignments after the messages exist. A message that another process planned first is skipped. */
export async function recordHours(
  tx: Tx,
  shopId: ShopId,
  drawn: readonly DrawnHour[],
): Promise<void> {
  if (drawn.length === 0) return;
  await tx.$executeRaw`
    insert into message_variant (shop_id, message_id, kind, variant, rate, recipient_group)
    select ${shopId}, drawn."messageId", 'hour', drawn.variant, drawn.rate, drawn."group"
    from jsonb_to_recordset(${JSON.stringify(drawn)}::jsonb) as drawn (
      "messageId" text, variant text, rate float8, "group" smallint)
    join message on message.shop_id = ${shopId} and message.message_id = drawn."messageId"
    on conflict do nothing`;
}
