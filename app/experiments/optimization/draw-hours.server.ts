import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { BEST_HOUR, drawByShares, scopeKey, type Experiment } from "./experiment";
import { listExperiments } from "./experiment-store.server";

/** A planned email that could leave at the recipient's best send time. */
export interface MovableEmail {
  readonly messageId: string;
  readonly flowId: string;
  readonly stepId: string;
}

/** An email with its assigned variant. */
export interface DrawnHour {
  readonly messageId: string;
  readonly arm: string;
  readonly rate: number;
}

/** The active send-time experiments: usually none, and then nothing else is read. */
export async function listHourExperiments(tx: Tx, shopId: ShopId): Promise<Experiment[]> {
  return (await listExperiments(tx, shopId)).filter(({ kind }) => kind === "hour");
}

/** Assigns each email to wait for the best send time or not. Emails of steps without an experiment are missing. */
export function drawHours(
  shopId: ShopId,
  choices: readonly Experiment[],
  emails: readonly MovableEmail[],
): DrawnHour[] {
  return emails.flatMap(({ messageId, flowId, stepId }) =>
    choices
      .filter((choice) => choice.flowId === flowId && choice.stepId === stepId)
      .map((choice) => {
        const { arm, share } = drawByShares(
          choice.arms,
          `${shopId}|${scopeKey(choice)}|${messageId}`,
        );
        return { messageId, arm, rate: share };
      }),
  );
}

export const waitsForBestHour = ({ arm }: DrawnHour): boolean => arm === BEST_HOUR;

/** Records the assignments after the messages exist. A message that another process planned first is skipped. */
export async function recordHours(
  tx: Tx,
  shopId: ShopId,
  drawn: readonly DrawnHour[],
): Promise<void> {
  if (drawn.length === 0) return;
  await tx.$executeRaw`
    insert into message_arm (shop_id, message_id, kind, arm, rate)
    select ${shopId}, drawn."messageId", 'hour', drawn.arm, drawn.rate
    from jsonb_to_recordset(${JSON.stringify(drawn)}::jsonb) as drawn (
      "messageId" text, arm text, rate float8)
    join message on message.shop_id = ${shopId} and message.message_id = drawn."messageId"
    on conflict do nothing`;
}
