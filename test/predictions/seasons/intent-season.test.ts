import { describe, expect, test } from "vitest";
import { snapshotAt } from "~/ml/customers/customer-features";
import { fitIntentModel, forecastIntent } from "~/ml/customers/intent-model";
import { logLossOf } from "~/ml/regression/classification-metrics";
import { fitSeasonalIntent } from "~/predictions/models/intent-season";
import {
  EVALUATION_WINDOWS,
  rememberWindows,
  TRAINING_WINDOWS,
  windowsBefore,
} from "~/predictions/models/windows";
import { IS_DEEP } from "../../support/is-deep";
import { FIRST_DAY, SEASON_LAWS, seasonalShop, type SeasonLaw } from "./seasonal-shops";

const DAYS = 90;
/** Years after the first order; the last is one horizon before the end. */
const CUTS = [1.71, 1.83, 2.08, 2.23];

/** How much the season changes the log loss of a forecast of 90 days, at each cut. */
function changesOf(law: SeasonLaw, cuts: readonly number[]): number[] {
  const purchases = seasonalShop(law);
  const windowAt = rememberWindows(purchases, DAYS);
  return cuts.map((years) => {
    const day = FIRST_DAY + Math.round(years * 365);
    const windows = windowsBefore(purchases, {
      endDay: day,
      days: DAYS,
      count: EVALUATION_WINDOWS,
    });
    const held = snapshotAt(purchases, day, DAYS);
    const [plain, seasonal] = [
      fitIntentModel(windows.slice(0, TRAINING_WINDOWS)),
      fitSeasonalIntent({ windows, day, windowAt }),
    ].map((model) => logLossOf({ chances: forecastIntent(model, held), labels: held.labels }));
    return seasonal! - plain!;
  });
}

const lawOf = (name: string) => SEASON_LAWS.find((law) => law.name === name)!;

describe("the season of intent", () => {
  test("improves the forecast of a shop whose years are alike", () => {
    expect(changesOf(lawOf("gifts"), [2.08])[0]).toBeLessThan(-0.02);
  });

  test.each(["groceries", "few customers"])(
    "does no harm in a shop with little or no season: %s",
    (name) => {
      expect(changesOf(lawOf(name), [2.08])[0]).toBeLessThanOrEqual(0.003);
    },
  );

  test.skipIf(!IS_DEEP)("improves the mean over all simulated shops", () => {
    const changes = SEASON_LAWS.flatMap((law) => changesOf(law, CUTS));
    const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
    expect(mean).toBeLessThan(-0.005);
  });

  test("is none in the first year", () => {
    const purchases = seasonalShop(lawOf("gifts"));
    const day = FIRST_DAY + 330;
    const windows = windowsBefore(purchases, { endDay: day, days: DAYS, count: TRAINING_WINDOWS });
    const windowAt = rememberWindows(purchases, DAYS);
    expect(fitSeasonalIntent({ windows, day, windowAt })).toEqual(fitIntentModel(windows));
  });
});
