import type { TrainingProgress } from "~/jobs/training/training-run";
import { encodeRules } from "../baskets/encode-rules";
import { mineProductRules } from "../baskets/mine-rules";
import type { MinedRules } from "../baskets/rule-store.server";
import { encodeSessions } from "../sessions/encode-sessions";
import { selectLongVisits, type VisitColumns } from "../sessions/visit-columns";
import { countVisits } from "../sessions/past-visits";
import type { TrainedSessions } from "../sessions/session-store.server";
import { trainSessions } from "../sessions/train-sessions";
import {
  trainRecommendationModels,
  type TrainedRecommendationModels,
  type TrainModelsInput,
} from "./train-models";

/** The latest visits that the session model learns from. */
const MAX_SESSIONS = 150_000;

export interface TrainShopInput extends TrainModelsInput {
  readonly visits: VisitColumns;
}

export interface TrainedShop {
  readonly models: TrainedRecommendationModels;
  readonly rules: MinedRules;
  /** `null` with too few visits. */
  readonly sessions: TrainedSessions | null;
}

/** Everything that a shop's lists learn, as its training's thread runs it: from orders, from baskets and from visits. */
export function trainShop(
  input: TrainShopInput,
  report: (progress: TrainingProgress) => void,
): TrainedShop {
  const models = trainRecommendationModels(input, report);
  report({ step: "baskets", doneRatio: 0.96 });
  const mined = mineProductRules(input.purchases, input.now);
  report({ step: "visits", doneRatio: 0.97 });
  const visits = selectLongVisits(input.visits, MAX_SESSIONS);
  const sessions = trainSessions(visits, input.now);
  return {
    models,
    rules: {
      bytes: encodeRules(mined),
      counts: { orders: mined.orders, rules: mined.rules.length },
    },
    sessions: sessions && {
      bytes: encodeSessions(sessions),
      counts: { visits: countVisits(visits), products: sessions.productIds.length },
    },
  };
}
