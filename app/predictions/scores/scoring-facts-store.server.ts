import { readTogether, type Read } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { PreviousProbabilities } from "../crossings";
import type { EmailReactions } from "../history/email-habits";
import { emailReads, toEmailReactions } from "../history/email-history-store.server";
import { historyReads, toStoredHistory, type StoredHistory } from "../history/history-store.server";
import { comparedRead, toComparedFacts } from "../similar-customers/customer-vector-store.server";

/** Everything that scores of some profiles depend on, besides the models. */
export interface ScoringFacts {
  readonly history: StoredHistory;
  readonly email: EmailReactions;
  /** The stored probabilities by profile id. */
  readonly previous: ReadonlyMap<string, PreviousProbabilities>;
  /** The inputs of customer vectors, for profiles with orders. */
  readonly compared: readonly ReturnType<typeof toComparedFacts>[];
}

/** Reads the facts for scores in one statement. Profiles that may not be scored have no place in the history. */
export async function readScoringFacts(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  now: Date,
): Promise<ScoringFacts> {
  const { previous, compared, ...rows } = await readTogether(db, {
    ...historyReads(shopId, profileIds, now),
    ...emailReads(shopId, profileIds, now),
    previous: previousRead(shopId, profileIds),
    compared: comparedRead(shopId, profileIds),
  });
  const history = toStoredHistory(rows, now);
  const scored = new Set(history.profileIds);
  return {
    history,
    email: toEmailReactions(history, rows, now),
    previous: new Map(previous.map((row) => [row.profileId, row])),
    compared: compared.filter(({ profileId }) => scored.has(profileId)).map(toComparedFacts),
  };
}

const previousRead = (
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Read<PreviousProbabilities & { readonly profileId: ProfileId }> => ({
  sql: Prisma.sql`
    select profile_id as "profileId", churn_rate as "churnRate", buy_30_rate as "buy30Rate"
    from prediction
    where shop_id = ${shopId} and profile_id = any(${[...profileIds]}::text[])`,
});
