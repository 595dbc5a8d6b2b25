import { advanceCursor, findCursor } from "~/events/event-store.server";
import type { CommonDeps } from "~/deps";
import { Prisma } from "~/generated/prisma/client";
import { isShopDue } from "~/jobs/due-shops.server";
import { defineJob } from "~/jobs/job.server";
import { runTraining } from "~/jobs/training/run-training.server";
import {
  selectShopsWithTraining,
  queueTraining,
  nextLeaseCheck,
} from "~/jobs/training/training-store.server";
import { selectShopsDueForTraining, nextTrainingTimes } from "./due-training.server";
import { readTrainingData } from "./read-training-data.server";
import { findWinners } from "../contenders/compare-in-thread.server";
import { savePredictionModels } from "../models/model-store.server";
import { CONSUMER, FOLLOWS } from "../prediction-store.server";

type Deps = CommonDeps<"db" | "now" | "queue" | "log">;

const KIND = "predictions";
const FIT = { kind: KIND, consumer: FOLLOWS } as const;

/**
 * Retrains a shop's predictors in a thread: after the backfill, nightly, and on request. Then all
 * profiles are scored again.
 */
export const trainPredictionsJob = defineJob<Deps>({
  name: "predictions.train-predictions",
  isLeftToSweep: true,
  selectDueShops: (now) =>
    Prisma.sql`${selectShopsWithTraining(KIND)} union ${selectShopsDueForTraining({ ...FIT, now })}`,
  nextDueTimes: (now) => [nextLeaseCheck(KIND, now), ...nextTrainingTimes(KIND, now)],

  async run(shopId, { db, now, queue, log }, signal) {
    const at = now();
    if (await isShopDue(db, shopId, selectShopsDueForTraining({ ...FIT, now: at }))) {
      await queueTraining(db, shopId, KIND, { requestedBy: "schedule", at });
    }
    let readFrom = { seq: 0n, at };
    let contenders: Awaited<ReturnType<typeof findWinners>> | null = null;
    await runTraining(
      shopId,
      {
        kind: KIND,
        async load(startedAt, stop, report) {
          const seq = await findCursor(db, shopId, FOLLOWS);
          readFrom = { seq, at: startedAt };
          const data = await readTrainingData(db, shopId, startedAt, stop);
          const { knownSinceDays, purchases, endDay } = data;
          const history = { knownSinceDays, purchases, endDay };
          const options = { signal: stop, onProgress: report };
          contenders = await findWinners(shopId, history, options, { db, log });
          return { ...data, winners: contenders.winners };
        },
        async save(tx, models) {
          await savePredictionModels(tx, shopId, models, readFrom.at);
          await contenders?.save(tx, readFrom.at);
          // All profiles are scored again, so earlier events are covered.
          await advanceCursor(tx, shopId, CONSUMER, readFrom.seq);
          await queue.announce(tx, shopId, "predictions_trained");
        },
      },
      { db, now },
      signal,
    );
    return { more: false };
  },
});
