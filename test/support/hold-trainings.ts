import type { Database } from "~/db.server";
import { FITS } from "~/training-registry.server";
import { waitFor } from "./wait-for";

const KINDS = Object.keys(FITS).length;

/** As if the models had just been trained at a later time, because training each night takes most of the time. */
export async function holdTrainings(
  db: Database["db"],
  shopId: string,
  until: Date,
): Promise<void> {
  await waitFor("the first models", async () => {
    const done = await db.trainingRun.count({ where: { shopId, state: "done" } });
    return done === KINDS ? true : null;
  });
  await db.trainingRun.updateMany({ where: { shopId }, data: { startedAt: until } });
}
