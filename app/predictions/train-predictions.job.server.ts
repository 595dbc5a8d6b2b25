import { advanceCursor, findCursor } from "~/events/event-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { Queue } from "~/jobs/queue";
import { listShopsDueForTraining } from "~/jobs/training/due-training.server";
import { runTraining } from "~/jobs/training/run-training.server";
import { listShopsWithTraining, queueTraining } from "~/jobs/training/training-store.server";
import { readShopHistory } from "./history/history-store.server";
import { readEmailHistory } from "./history/email-history-store.server";
import { listLargestTypes } from "./similar-customers/customer-vector-store.server";
import { COMPARED_PRODUCT_TYPES } from "./similar-customers/embed-customer";
import { savePredictionModels } from "./models/model-store.server";
import { CONSUMER, FOLLOWS } from "./prediction-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
  readonly queue: Queue;
}

const KIND = "predictions";

/**
 * Retrains a shop's predictors in a thread: after the backfill, nightly, and on request. Then all
 * profiles are scored again.
 */
export const trainPredictionsJob = defineJob<Deps>({
  name: "predictions.train-predictions",
  async listDueShops(db, now) {
    const requested = await listShopsWithTraining(db, KIND);
    const due = await listShopsDueForTraining(db, { kind: KIND, consumer: FOLLOWS, now });
    return [...new Set([...requested, ...due])];
  },

  async run(shopId, { db, now, queue }, signal) {
    const at = now();
    const due = { kind: KIND, consumer: FOLLOWS, now: at, only: shopId } as const;
    if ((await listShopsDueForTraining(db, due)).length > 0) {
      await queueTraining(db, shopId, KIND, { requestedBy: "schedule", at });
    }
    let readFrom = { seq: 0n, at, customers: 0 };
    await runTraining(
      shopId,
      {
        kind: KIND,
        async load(startedAt, stop) {
          const seq = await findCursor(db, shopId, FOLLOWS);
          const history = await readShopHistory(db, shopId, startedAt, stop);
          readFrom = { seq, at: startedAt, customers: history.profileIds.length };
          const { knownSinceDays, purchases, endDay } = history;
          const email = await readEmailHistory(db, shopId, startedAt);
          const productTypes = await listLargestTypes(db, shopId, COMPARED_PRODUCT_TYPES);
          return { knownSinceDays, purchases, endDay, email, productTypes };
        },
        async save(tx, trained) {
          const retained = await savePredictionModels(tx, shopId, trained, readFrom.at);
          // All profiles are scored again, so earlier events are covered.
          await advanceCursor(tx, shopId, CONSUMER, readFrom.seq);
          await queue.announce(tx, shopId, "predictions_trained");
          const learned = `Learned from ${trained.lifetime.quality.customers} of ${readFrom.customers} customers.`;
          return retained.length === 0
            ? learned
            : `${learned} ${retained.length} of the models did worse than before: the earlier ones stay.`;
        },
      },
      { db, now },
      signal,
    );
    return { more: false };
  },
});
