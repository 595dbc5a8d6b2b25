import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "~/db.server";
import type { TrainingKind } from "~/training-registry.server";
import { countAnswer, INITIAL_STALL, isStalled } from "./stall";

const KINDS = (["predictions", "recommendations"] satisfies TrainingKind[]).length;
const POLL_MS = 400;

/** As if the models had just been trained at a later time, because training each night takes most of the time. */
export async function holdTrainings(
  db: Database["db"],
  shopId: string,
  until: Date,
): Promise<void> {
  let stall = INITIAL_STALL;
  for (;;) {
    const runs = await db.trainingRun.findMany({
      where: { shopId },
      select: { kind: true, state: true, attempts: true },
      orderBy: { kind: "asc" },
    });
    if (runs.filter(({ state }) => state === "done").length === KINDS) break;
    // A busy machine slows a training down more than this wait, so it may take much longer.
    const isFitting = runs.some(({ state }) => state === "running");
    stall = countAnswer(stall, { state: JSON.stringify(runs), isFitting });
    if (isStalled(stall)) {
      throw new Error(`Waited for the first models, and nothing changed: ${stall.state}`);
    }
    await sleep(POLL_MS);
  }
  await db.trainingRun.updateMany({ where: { shopId }, data: { startedAt: until } });
}
