import { describe, expect, test } from "vitest";
import { logLossOf } from "~/ml/regression/classification-metrics";
import { CHURN_DAYS, churnChances, fitChurn } from "~/predictions/models/churn";
import { fitChurnSeason } from "~/predictions/models/churn-season";
import { churnWindowBefore, type ChurnWindow } from "~/predictions/models/churn-window";
import type { Purchases } from "~/ml/customers/purchases";
import { IS_DEEP } from "../../support/is-deep";
import { FIRST_DAY, SEASON_LAWS, seasonalShop, type SeasonLaw } from "./seasonal-shops";

/** Years after the first order; the last is one window before the end. */
const CUTS = [1.71, 1.8, 1.9, 2];
const dayOf = (years: number) => FIRST_DAY + Math.round(years * 365);

function windowBefore(purchases: Purchases, endDay: number): ChurnWindow {
  const window = churnWindowBefore(purchases, { endDay, learnedDay: endDay - CHURN_DAYS });
  if ("what" in window) throw new Error(`The window lacks ${window.what}.`);
  return window;
}

function seasonAt(purchases: Purchases, day: number) {
  const { columns, labels, intent } = windowBefore(purchases, day);
  const model = fitChurn(columns, labels);
  return { model, season: fitChurnSeason(purchases, day, { model, intent }) };
}

/** How much the season changes the log loss of who orders nothing in half a year, at each cut. */
function changesOf(law: SeasonLaw, cuts: readonly number[]): number[] {
  const purchases = seasonalShop(law);
  return cuts.map((years) => {
    const { model, season } = seasonAt(purchases, dayOf(years));
    const { columns, labels } = windowBefore(purchases, dayOf(years) + CHURN_DAYS);
    const lossWith = (shift: number) =>
      logLossOf({ chances: churnChances(model, columns, shift), labels });
    return lossWith(season) - lossWith(0);
  });
}

const lawOf = (name: string) => SEASON_LAWS.find((law) => law.name === name)!;

describe("the season of churn", () => {
  test("improves the forecast of a shop whose years are alike", () => {
    expect(changesOf(lawOf("gifts"), [2])[0]).toBeLessThan(-0.05);
  });

  test.each(["groceries", "few customers"])(
    "does no harm in a shop with little or no season: %s",
    (name) => {
      expect(changesOf(lawOf(name), [2])[0]).toBeLessThanOrEqual(0.003);
    },
  );

  test.skipIf(!IS_DEEP)("improves the mean over all simulated shops", () => {
    const changes = SEASON_LAWS.filter(({ name }) => name !== "few customers").flatMap((law) =>
      changesOf(law, CUTS),
    );
    expect(changes.reduce((sum, change) => sum + change, 0) / changes.length).toBeLessThan(-0.02);
    expect(changes.filter((change) => change > 0.003).length).toBeLessThanOrEqual(2);
  });

  test("is none until the windows of this season and of the last are known a year before", () => {
    const purchases = seasonalShop(lawOf("gifts"));
    expect(seasonAt(purchases, FIRST_DAY + CHURN_DAYS + 364 + 59).season).toBe(0);
    expect(seasonAt(purchases, FIRST_DAY + CHURN_DAYS + 364 + 61).season).not.toBe(0);
  });

  test("depends on nothing from the day on", () => {
    const purchases = seasonalShop(lawOf("gifts"));
    const day = dayOf(1.9);
    const { model } = seasonAt(purchases, day);
    const { intent } = windowBefore(purchases, day);
    const later = { ...purchases, days: purchases.days.map((at) => (at >= day ? at + 90 : at)) };
    expect(fitChurnSeason(later, day, { model, intent })).toBe(
      fitChurnSeason(purchases, day, { model, intent }),
    );
  });
});
