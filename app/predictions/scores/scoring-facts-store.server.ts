import { readRows, readTogether } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { PreviousProbabilities } from "../crossings";
import type { EmailReactions } from "../history/email-habits";
import { loadEmailRows, toEmailReactions } from "../history/email-history-store.server";
import {
  loadHistoryRows,
  toStoredHistory,
  type StoredHistory,
} from "../history/history-store.server";
import { loadComparedFacts } from "../similar-customers/customer-vector-store.server";

/** Everything that scores of some profiles depend on, besides the models. */
export interface ScoringFacts {
  readonly history: StoredHistory;
  readonly email: EmailReactions;
  /** The stored probabilities by profile id. */
  readonly previous: ReadonlyMap<string, PreviousProbabilities>;
  /** The inputs of customer vectors, for profiles with orders. */
  readonly compared: Awaited<ReturnType<typeof loadComparedFacts>>;
}

/** Reads the facts for scores in one statement. Profiles that may not be scored have no place in the history. */
export async function readScoringFacts(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  now: Date,
): Promise<ScoringFacts> {
  const [historyRows, emailRows, previous, compared] = await readTogether(db, () =>
    Promise.all([
      loadHistoryRows(db, shopId, profileIds, now),
      loadEmailRows(db, shopId, profileIds, now),
      listPreviousProbabilities(db, shopId, profileIds),
      loadComparedFacts(db, shopId, profileIds),
    ]),
  );
  const history = toStoredHistory(historyRows, now);
  const scored = new Set(history.profileIds);
  return {
    history,
    email: toEmailReactions(history, emailRows, now),
    previous: new Map(previous.map((row) => [row.profileId, row])),
    compared: compared.filter(({ profileId }) => scored.has(profileId)),
  };
}

function listPreviousProbabilities(db: Db, shopId: ShopId, profileIds: readonly ProfileId[]) {
  return readRows<PreviousProbabilities & { readonly profileId: ProfileId }>(
    db,
    Prisma.sql`
    select profile_id as "profileId", churn_rate as "churnRate", buy_30_rate as "buy30Rate"
    from prediction
    where shop_id = ${shopId} and profile_id = any(${[...profileIds]}::text[])`,
  );
}
