import { expect, test } from "vitest";
import { trainLifetime } from "~/predictions/back-test/lifetime-back-test";
import { END_DAY, ordersOf, purchasesOf } from "../builders";

const setting = { name: "spending_regression", featureSet: "basic", penalty: 30 } as const;
const purchases = purchasesOf(120, ordersOf(120));

test("the winner of the lifetime value is tested beside the base model, and used", () => {
  const { model, quality } = trainLifetime(purchases, END_DAY, { setting, days: 143 });
  const [base, winner] = quality.candidates.slice(-2);
  expect(base).toMatchObject({ name: "bg_nbd_gamma_gamma", isChosen: false });
  expect(winner).toMatchObject({ name: setting.name, isChosen: true });
  expect(winner!.metrics.mae).toBeLessThanOrEqual(base!.metrics.mae!);
  expect(model.contender).toMatchObject({ setting, model: { days: 143 } });
  // Twelve months of 143 days, of customers of whom some leave.
  expect(model.contender!.stretch).toBeGreaterThan(1);
  expect(model.contender!.stretch).toBeLessThan(365 / 143);
});

test("a winner rests while the base model does better", () => {
  // Weights that are all but 0 forecast the same for everyone.
  const winner = { setting: { ...setting, penalty: 1e9 }, days: 143 };
  const { model, quality } = trainLifetime(purchases, END_DAY, winner);
  expect(quality.candidates.slice(-2)).toMatchObject([
    { name: "bg_nbd_gamma_gamma", isChosen: true },
    { name: setting.name, isChosen: false },
  ]);
  expect(model.contender).toBeNull();
});

test("the base model stays in use without a winner, or without what customers paid", () => {
  const { model, quality } = trainLifetime(purchases, END_DAY, null);
  expect(model.contender).toBeNull();
  expect(quality.candidates.at(-1)).toMatchObject({ name: "bg_nbd_gamma_gamma", isChosen: true });
  const free = purchasesOf(
    120,
    ordersOf(120).map((order) => ({ ...order, value: 0 })),
  );
  expect(trainLifetime(free, END_DAY, { setting, days: 143 }).model.contender).toBeNull();
});
