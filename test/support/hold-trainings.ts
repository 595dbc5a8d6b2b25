import type { Database } from "~/db.server";
import type { TrainingKind } from "~/training-registry.server";
import { waitFor } from "./wait-for";

const KINDS = (["predictions", "recommendations"] satisfies TrainingKind[]).length;

/** As if the models had just been trained at a later time, because training each night takes most of the time. */
export async function holdTrainings(
  db: Database["db"],
  shopId: string,
  until: Date,
): Promise<void> {
  // One after the other: each is trained in a thread, which a busy machine slows down more than this.
  for (let trained = 1; trained <= KINDS; trained++) {
    await waitFor(`${trained} of ${KINDS} first models`, async () => {
      const done = await db.trainingRun.count({ where: { shopId, state: "done" } });
      return done >= trained ? true : null;
    });
  }
  await db.trainingRun.updateMany({ where: { shopId }, data: { startedAt: until } });
}
