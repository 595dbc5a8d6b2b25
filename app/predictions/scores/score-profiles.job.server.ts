import type { Tx } from "~/db.server";
import { advanceCursor, findCursor, lockCursor } from "~/events/event-store.server";
import type { EventKind } from "~/events/event";
import type { PrismaClient } from "~/generated/prisma/client";
import type { PassJob } from "~/events/pass-step";
import { defineJob } from "~/jobs/job.server";
import type { Queue } from "~/jobs/queue";
import { profileIdOfCustomer, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { replaceVectorsSql } from "../similar-customers/customer-vector-store.server";
import { embedCustomer, type CustomerVector } from "../similar-customers/embed-customer";
import {
  findPredictionModels,
  trainedAtOf,
  versionsOf,
  type ModelRows,
} from "../models/model-store.server";
import type { Prediction } from "../prediction";
import { recordCrossings } from "../record-crossings.server";
import {
  areAllScored,
  CONSUMER,
  deletePredictions,
  FOLLOWS,
  selectShopsToScore,
  listUnscored,
  markAllScored,
  savePredictions,
} from "../prediction-store.server";
import { scoreProfiles } from "./score-profiles";
import { saveScoreScale } from "./score-scale-store.server";
import { readScoringFacts, type ScoringFacts } from "./scoring-facts-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly queue: Queue;
  readonly keyring: Pick<Keyring, "seal">;
  readonly now: () => Date;
}

const SLICE_EVENTS = 200;
/** Event kinds that change a score before the next night. */
const KINDS: EventKind[] = [
  "order_placed",
  "order_updated",
  "order_canceled",
  "order_refunded",
  "order_deleted",
  "customer_created",
  "customer_deleted",
  "email_clicked",
];
const SLICE_PROFILES = 200;

/**
 * Scores the profiles affected by new events, then those not yet scored by the newest models, in
 * slices. Idempotent.
 */
export const scoreProfilesJob: PassJob<Deps> = {
  ...defineJob<Deps>({
    name: "predictions.score-profiles",
    selectDueShops: selectShopsToScore,

    async run(shopId, deps) {
      return deps.db.$transaction(async (tx) => {
        await lockCursor(tx, shopId, CONSUMER);
        const scorer = await findScorer(tx, shopId, deps);
        if (!scorer) return { more: false };
        const affected = await claimAffectedProfiles(tx, shopId);
        await score(tx, shopId, affected.profileIds, scorer);
        const { more } = affected.more ? affected : await scoreUnscored(tx, shopId, scorer);
        await deps.queue.announce(tx, shopId, "profiles_scored");
        return { more };
      });
    },
  }),
  passStep: {
    consumer: CONSUMER,
    after: FOLLOWS,
    lockedBy: CONSUMER,
    kinds: KINDS,
    async prepare(tx, shopId, given) {
      const scorer = await findScorer(tx, shopId, given);
      return async (...[, , events, { queue }]) => {
        if (scorer) {
          await score(tx, shopId, listCustomers(events), scorer);
          await queue.announce(tx, shopId, "profiles_scored");
        }
        return { more: false };
      };
    },
  },
};

/** Null before the first training, which is followed by scoring all profiles. */
async function findScorer(
  tx: Tx,
  shopId: ShopId,
  { keyring, now }: Pick<Deps, "keyring" | "now">,
): Promise<Scorer | null> {
  const models = await findPredictionModels(tx, shopId);
  if (!models) return null;
  const trainedAt = trainedAtOf(models);
  return { models, trainedAt, at: later(now(), trainedAt), keyring };
}

/**
 * This process's clock may be behind that of the training process. Scores that look older than their models would be
 * computed again endlessly.
 */
function later(now: Date, trainedAt: Date): Date {
  return now > trainedAt ? now : trainedAt;
}

/** The models for scoring, their time, and that of the scores. */
interface Scorer {
  readonly models: ModelRows;
  readonly trainedAt: Date;
  readonly at: Date;
  readonly keyring: Pick<Keyring, "seal">;
}

async function scoreUnscored(tx: Tx, shopId: ShopId, scorer: Scorer) {
  const { trainedAt } = scorer;
  if (await areAllScored(tx, shopId, trainedAt)) return { more: false };
  const profileIds = await listUnscored(tx, shopId, trainedAt, SLICE_PROFILES);
  await score(tx, shopId, profileIds, scorer);
  const more = profileIds.length === SLICE_PROFILES;
  if (!more) {
    await markAllScored(tx, shopId, trainedAt);
    await saveScoreScale(tx, shopId, scorer.at);
  }
  return { more };
}

/** The profiles affected by the events after the cursor; advances the cursor. */
async function claimAffectedProfiles(tx: Tx, shopId: ShopId) {
  const after = await findCursor(tx, shopId, CONSUMER);
  const upTo = await findCursor(tx, shopId, FOLLOWS);
  const events = await tx.event.findMany({
    where: { shopId, seq: { gt: after, lte: upTo }, kind: { in: KINDS } },
    orderBy: { seq: "asc" },
    take: SLICE_EVENTS,
    select: { seq: true, customerId: true },
  });
  const more = events.length === SLICE_EVENTS;
  await advanceCursor(tx, shopId, CONSUMER, more ? (events.at(-1)?.seq ?? upTo) : upTo);
  return { profileIds: listCustomers(events), more };
}

function listCustomers(events: readonly { readonly customerId: string | null }[]): ProfileId[] {
  const customerIds = new Set(events.flatMap(({ customerId }) => customerId ?? []));
  return [...customerIds].map(profileIdOfCustomer);
}

async function score(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  { models, at: now, keyring }: Scorer,
): Promise<void> {
  if (profileIds.length === 0) return;
  const { history, email, previous, compared } = await readScoringFacts(
    tx,
    shopId,
    profileIds,
    now,
  );
  const predictions = scoreProfiles(models, { ...history, email }, now);
  await recordCrossings(tx, shopId, previous, predictions, { keyring, now: () => now });
  const vectors = replaceVectorsSql(shopId, {
    profileIds: predictions.map(({ profileId }) => profileId),
    vectors: embedCustomers(predictions, compared, models, now),
    version: models.customer_groups.version,
  });
  await savePredictions(tx, shopId, predictions, versionsOf(models), vectors);
  const known = new Set(history.profileIds);
  await deletePredictions(
    tx,
    shopId,
    profileIds.filter((id) => !known.has(id)),
  );
}

/** Embeds the customers again, in their new group. */
function embedCustomers(
  predictions: readonly Prediction[],
  facts: ScoringFacts["compared"],
  { customer_groups: { model } }: ModelRows,
  now: Date,
): CustomerVector[] {
  const clusters = new Map(predictions.map((it) => [it.profileId, it.detail.group.key]));
  return facts.map((it) =>
    embedCustomer({ ...it, cluster: clusters.get(it.profileId) ?? "" }, model.productTypes, now),
  );
}
