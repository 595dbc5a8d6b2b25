import type { TrainingProgress } from "~/jobs/training/training-run";
import { describeCustomers } from "~/ml/customers/customer-features";
import { trainChurn } from "../back-test/churn-back-test";
import { trainLifetime } from "../back-test/lifetime-back-test";
import { trainNextOrder } from "../back-test/next-order-back-test";
import { durationWinnerOf, spendingWinnerOf, winnerOf, type Winner } from "../selection";
import { NOT_EVALUATED, type Quality } from "../quality";
import { BEHAVIOR_DAYS, fitBehaviors } from "../models/behavior";
import { CHURN_DAYS } from "../models/churn";
import { fitGroups, MIN_GROUPED_CUSTOMERS } from "../models/customer-groups";
import { trainEmailHabits, type EmailHistory } from "../history/email-habits";
import type { FirstEmail } from "../history/first-emails";
import { trainUplift } from "../models/uplift";
import type { SharedCounts } from "../models/return-rates";
import { drawCustomers, windowsBefore } from "../models/windows";
import type { PurchaseHistory } from "../history/shop-history";
import type { TrainedPredictionModels } from "../models/shop-models";
import { DECIDING_DAYS, trainIntent } from "./train-intent";

/** Training input: plain values that can be transferred to a thread. */
export interface TrainingInput extends PurchaseHistory {
  readonly email: EmailHistory;
  readonly firstEmails: readonly FirstEmail[];
  /** The shop's best selling product types, best first. */
  readonly productTypes: readonly string[];
  /** The contenders that won the last selection: contenders/compare-models.ts. */
  readonly winners: readonly Winner[];
  /** The noisy counts of other shops; null unless the shop shares its own. */
  readonly shared: SharedCounts | null;
}

/** Called between the training steps. */
type Report = (progress: TrainingProgress) => void;

/**
 * Trains all models of a shop on data before `endDay` and back-tests each on the last window,
 * trained on the data before it. Purchases on `endDay` or later change nothing; the same input
 * gives the same models. A large shop is sampled at 5,000 customers, and for
 * uplift at 20,000 people.
 *
 * Cost: about 100 fits of BG/NBD, O(sampled customers) each; 160 with more than a year of history, for the season.
 */
export function trainPredictionModels(
  input: TrainingInput,
  report: Report,
): TrainedPredictionModels {
  const { endDay } = input;
  const purchases = drawCustomers(input.purchases);

  report({ step: "intent", doneRatio: 0.05 });
  const intent = trainIntent(input, purchases);
  report({ step: "churn", doneRatio: 0.4 });
  const churn = trainChurn(purchases, endDay, winnerOf(input.winners, "churn", CHURN_DAYS));
  report({ step: "lifetime", doneRatio: 0.65 });
  const lifetime = trainLifetime(purchases, endDay, spendingWinnerOf(input.winners));
  report({ step: "next_order", doneRatio: 0.75 });
  const nextOrder = trainNextOrder(purchases, endDay, durationWinnerOf(input.winners));
  report({ step: "customer_groups", doneRatio: 0.9 });
  const groups = trainGroups(input, purchases, lifetime.model);
  report({ step: "uplift", doneRatio: 0.95 });
  const uplift = trainUplift(input.purchases, endDay, input.firstEmails);

  return {
    intent,
    churn,
    lifetime,
    next_order: nextOrder,
    customer_groups: groups,
    behavior: trainBehavior(purchases, endDay),
    email_habits: trainEmailHabits(input.email),
    uplift,
  };
}

type Purchases = PurchaseHistory["purchases"];

function trainGroups(
  { endDay, productTypes }: TrainingInput,
  purchases: Purchases,
  { buying }: TrainedPredictionModels["lifetime"]["model"],
): TrainedPredictionModels["customer_groups"] {
  const customers = describeCustomers(purchases, endDay, DECIDING_DAYS, buying);
  const { groups, candidates } = fitGroups(customers);
  const have = customers.orders.length;
  const isLearned = groups.silhouette !== null;
  return {
    model: { ...groups, productTypes },
    quality: {
      ...NOT_EVALUATED,
      source: isLearned ? "shop" : "prior",
      customers: have,
      candidates: [...candidates],
      decidedBy: isLearned ? { metric: "silhouette", lowerIsBetter: false } : null,
      missing: isLearned ? null : { what: "customers", have, need: MIN_GROUPED_CUSTOMERS },
    },
  };
}

function trainBehavior(purchases: Purchases, endDay: number): TrainedPredictionModels["behavior"] {
  const [window] = windowsBefore(purchases, { endDay, days: BEHAVIOR_DAYS, count: 1 });
  const fits = fitBehaviors(purchases, window, endDay - BEHAVIOR_DAYS);
  const orders = fits.find(({ behavior }) => behavior === "orders");
  const quality: Quality = {
    ...NOT_EVALUATED,
    source: orders?.model ? "shop" : "prior",
    customers: window?.labels.length ?? 0,
    missing: orders?.missing ?? null,
  };
  return { model: { fits }, quality };
}
