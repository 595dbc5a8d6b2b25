import { expect, test } from "vitest";
import { fitContender } from "~/ml/customers/contender-model";
import { snapshotAt } from "~/ml/customers/customer-features";
import { trainChurn } from "~/predictions/back-test/churn-back-test";
import { addUp } from "~/predictions/explain";
import { countFirstOrders } from "~/predictions/models/first-order";
import { logitOf } from "~/predictions/models/intent";
import { fitLifetime, lifetimeCustomersAt, typicalOf } from "~/predictions/models/lifetime";
import { NO_SEASON } from "~/predictions/models/season";
import { scoreChurn } from "~/predictions/scores/churn-scores";
import { knownCustomers } from "~/predictions/scores/known-customers";
import { aShop } from "../../ml/customers/shops";

const END_DAY = 800;
const history = {
  purchases: aShop({ days: END_DAY }),
  endDay: END_DAY,
  knownSinceDays: new Float64Array(200),
};
const { purchases } = history;
const quality = { source: "shop", skill: null } as const;
const lifetime = {
  model: {
    ...fitLifetime(purchases, END_DAY),
    typical: typicalOf(lifetimeCustomersAt(purchases, END_DAY)),
    season: NO_SEASON,
  },
  quality,
};
const intent = {
  model: { horizons: [], base: null, firstOrder: countFirstOrders(history) },
  quality,
};

test.each([
  { name: "boosted_trees", featureSet: "basic", rounds: 20, leaves: 8 },
  { name: "logistic_regression", featureSet: "all_orders", penalty: 30 },
] as const)("$name, once it won churn, is tested, used and explained", (setting) => {
  const churn = trainChurn(purchases, END_DAY, setting);
  const tested = churn.quality.candidates.at(-1);
  expect(tested).toMatchObject({ name: setting.name, isChosen: true });
  expect(churn.model.contender?.setting).toEqual(setting);
  const customers = knownCustomers(history, { lifetime });
  const scores = scoreChurn(customers, { churn, intent, lifetime });
  expect(scores).toHaveLength(200);
  for (const { value, low, high, explanation } of scores) {
    expect(addUp(explanation)).toBeCloseTo(logitOf(value, 1e-12), 6);
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  }
});

test("the stack stays in use without a winner", () => {
  const { model, quality: measured } = trainChurn(purchases, END_DAY, null);
  expect(model.contender).toBeNull();
  expect(measured.candidates.at(-1)).toMatchObject({ name: "inactive_and_intent", isChosen: true });
});

test("the season moves all logits alike, and the parts still add up", () => {
  const { model, quality: measured } = trainChurn(purchases, END_DAY, null);
  const customers = knownCustomers(history, { lifetime });
  const scoreWith = (season: number) =>
    scoreChurn(customers, {
      churn: { model: { ...model, contender, season }, quality: measured },
      intent,
      lifetime,
    });
  const contender = fitContender([snapshotAt(purchases, END_DAY - 180, 180)], {
    name: "logistic_regression",
    featureSet: "basic",
    penalty: 30,
  });
  const [plain, moved] = [scoreWith(0), scoreWith(0.5)];
  moved.forEach(({ value, explanation }, row) => {
    expect(logitOf(value, 1e-12)).toBeCloseTo(logitOf(plain[row]!.value, 1e-12) + 0.5, 6);
    expect(addUp(explanation)).toBeCloseTo(logitOf(value, 1e-12), 6);
  });
});
