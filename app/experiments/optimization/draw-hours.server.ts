import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { BEST_HOUR, drawByShares, scopeKey, type Experiment } from "./experiment";
import { listExperiments } from "./experiment-store.server";

/** A mail that is planned, and could leave at its recipient's best hour as well. */
export interface MovableMail {
  readonly messageId: string;
  readonly flowId: string;
  readonly stepId: string;
}

/** A mail with the arm that was drawn for it. */
export interface DrawnHour {
  readonly messageId: string;
  readonly arm: string;
  readonly rate: number;
}

/** The choices of hours that stand: none in most shops, and then nothing else is looked up. */
export async function listHourExperiments(tx: Tx, shopId: ShopId): Promise<Experiment[]> {
  return (await listExperiments(tx, shopId)).filter(({ kind }) => kind === "hour");
}

/** Draws for each mail whether it waits for its recipient's best hour. Mails of steps without a choice are missing. */
export function drawHours(
  shopId: ShopId,
  choices: readonly Experiment[],
  mails: readonly MovableMail[],
): DrawnHour[] {
  return mails.flatMap(({ messageId, flowId, stepId }) =>
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

/** Writes down what was drawn, once the mails are there. A mail that another process planned meanwhile is not. */
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
