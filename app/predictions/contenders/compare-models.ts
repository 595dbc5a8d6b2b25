import type { TrainingProgress } from "~/jobs/training/training-run";
import type { PurchaseHistory } from "../history/shop-history";
import { intentWindows } from "../models/intent";
import { drawCustomers } from "../models/windows";
import type { HorizonSelection } from "../selection";
import { selectContenders } from "./select-contenders";

/** Input: plain values that can be transferred to a thread. */
type ComparisonInput = Pick<PurchaseHistory, "purchases" | "endDay">;

/** Compares the contenders of each horizon of intent, on at most 5,000 customers. */
export function compareModels(
  { purchases, endDay }: ComparisonInput,
  report: (progress: TrainingProgress) => void,
): HorizonSelection[] {
  return intentWindows(drawCustomers(purchases), endDay).map((horizon) => {
    report({ step: "contenders", doneRatio: 0 });
    return selectContenders(horizon);
  });
}
