import { describeCustomers, snapshotAt } from "~/ml/customers/customer-features";
import type { IntentModel } from "~/ml/customers/intent-model";
import type { Purchases } from "~/ml/customers/purchases";
import { fitShift } from "~/ml/regression/calibration";
import { CHURN_DAYS, churnLogits, stack, type ChurnModel } from "./churn";
import { STACKED_INTENT_DAYS } from "./churn-window";
import { forecastWithParts } from "./intent";
import { fitLifetime, lifetimeCustomersAt } from "./lifetime";
import { fitSeasonShift, YEAR_DAYS } from "./season-shift";
import { firstDayOf } from "./windows";

/** Days of history before a window. */
const BLIND_DAYS = 60;
/** Windows that start this many days apart, up to one length back, show how well the years agree. */
const STEP_DAYS = 60;
const WINDOWS = 4;

interface LabeledStack {
  readonly day: number;
  readonly columns: Float64Array;
  /** 1 if no order came in the window. */
  readonly labels: Float64Array;
}

/**
 * What the season of the `CHURN_DAYS` days from `day` on adds to churn's logit: `fitSeasonShift`.
 *
 * @param model with the intent that it was stacked with; fitted to the window before `day`
 * @returns 0 with less than about 20 months before `day`
 */
export function fitChurnSeason(
  purchases: Purchases,
  day: number,
  { model, intent }: { readonly model: ChurnModel; readonly intent: IntentModel },
): number {
  const firstDay = firstDayOf(purchases);
  const windowAt = (start: number): LabeledStack | null =>
    start - firstDay < BLIND_DAYS ? null : stackAt(purchases, start, intent);
  // Without the window a year before the training window there is no season, and nothing else has to be described.
  if (!(day - CHURN_DAYS - YEAR_DAYS - firstDay >= BLIND_DAYS)) return 0;
  const windows = Array.from({ length: WINDOWS }, (_, n) => day - CHURN_DAYS - n * STEP_DAYS)
    .filter((start) => start - YEAR_DAYS - firstDay >= BLIND_DAYS)
    .map((start) => stackAt(purchases, start, intent));
  return fitSeasonShift(
    { windows, day, learnedFrom: day - CHURN_DAYS, windowAt },
    ({ columns, labels }) => fitShift(churnLogits(model, columns), labels),
  );
}

/** All customers at the start of a window, and who ordered nothing in it. */
function stackAt(purchases: Purchases, day: number, intent: IntentModel): LabeledStack {
  const { buying } = fitLifetime(purchases, day);
  const described = describeCustomers(purchases, day, STACKED_INTENT_DAYS, buying);
  const logits = forecastWithParts(intent, described).map(({ base, parts }) =>
    parts.reduce((sum, part) => sum + part, base),
  );
  const { labels } = snapshotAt(purchases, day, CHURN_DAYS, buying);
  return {
    day,
    columns: stack(lifetimeCustomersAt(purchases, day), buying, logits),
    labels: labels.map((label) => 1 - label),
  };
}
