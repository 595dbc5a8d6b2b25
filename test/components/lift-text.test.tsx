import { expect, test } from "vitest";
import { BuyersLift } from "~/components/charts/lift-text";
import { textOf } from "../support/render-page";

const measured = (low: number, high: number) =>
  textOf(
    <BuyersLift
      lift={{
        kind: "measured",
        treatedRate: 0.124,
        holdoutRate: 0.083,
        difference: (low + high) / 2,
        low,
        high,
      }}
    />,
  );

test("claims an effect only when the whole interval lies on one side", () => {
  expect(measured(0.011, 0.066)).toContain("bring 1.1 to 6.6 more buyers per 100 customers");
  expect(measured(-0.04, -0.01)).toContain("cost 1.0 to 4.0 buyers per 100 customers");
  expect(measured(-0.01, 0.05)).toContain(
    "between 1.0 fewer and 5.0 more buyers per 100 customers, which may be chance",
  );
});

test.each([
  [1, "About 1 more customer is needed"],
  [99, "About 99 more"],
  [101, "About 110 more"],
  [18_432, "About 19,000 more"],
])("rounds an estimate of %i customers up to two digits", (peopleNeeded, words) => {
  expect(textOf(<BuyersLift lift={{ kind: "not_enough_data", peopleNeeded }} />)).toContain(words);
});
