import type { TrainingProgress } from "~/jobs/training/training-run";
import type { PurchaseHistory } from "../history/shop-history";
import { intentWindows } from "../models/intent";
import { drawCustomers } from "../models/windows";
import type { ModelSelection } from "../selection";
import { churnCompetition } from "./churn-contenders";
import { intentCompetition } from "./intent-contenders";
import { nextOrderCompetition } from "./next-order-contenders";
import { selectContenders } from "./select-contenders";
import { valueCompetition } from "./value-contenders";

/** Input: plain values that can be transferred to a thread. */
type ComparisonInput = Pick<PurchaseHistory, "purchases" | "endDay">;

/** Compares the contenders of each horizon of intent, of churn, of the lifetime value and of the next order, on at most 5,000 customers. */
export function compareModels(
  { purchases, endDay }: ComparisonInput,
  report: (progress: TrainingProgress) => void,
): ModelSelection[] {
  const drawn = drawCustomers(purchases);
  const selections: ModelSelection[] = [];
  const compare = (select: () => ModelSelection) => {
    report({ step: "contenders", doneRatio: 0 });
    selections.push(select());
  };
  for (const horizon of intentWindows(drawn, endDay)) {
    compare(() => selectContenders(intentCompetition(horizon)));
  }
  compare(() => selectContenders(churnCompetition(drawn, endDay)));
  compare(() => selectContenders(valueCompetition(drawn, endDay)));
  compare(() => selectContenders(nextOrderCompetition(drawn, endDay)));
  return selections;
}
