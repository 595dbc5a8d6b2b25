import { describe, expect, test } from "vitest";
import { readTexts } from "~/i18n/catalog.server";
import { FEATURE_TOPIC } from "~/ml/customers/named-features";
import { GROUPING_FEATURES } from "~/predictions/models/customer-groups";
import { INTENT_BASELINES } from "~/predictions/models/intent";
import { listReasons } from "~/pages/customers/list-reasons";
import { toBaseFit } from "~/pages/predictions/shown-fits";

describe("the texts of features", () => {
  test("describe every feature of a score", () => {
    const texts = readTexts("en", "customers");
    const features = [
      ...Object.values(FEATURE_TOPIC),
      ...GROUPING_FEATURES,
      "left",
      "once",
      "knownFor",
    ];
    expect(features.filter((feature) => texts[`reason.${feature}`] === undefined)).toEqual([]);
  });

  test("name every topic and every baseline of purchase intent", () => {
    const texts = readTexts("en", "predictions");
    const keys = [
      ...Object.values(FEATURE_TOPIC).map((topic) => `feature.${topic}`),
      ...Object.keys(INTENT_BASELINES).map((name) => `candidate.${name}`),
    ];
    expect(keys.filter((key) => texts[key] === undefined)).toEqual([]);
  });
});

describe("listReasons", () => {
  test("returns the direction and the share of each part", () => {
    const strongest = [
      { feature: "recency", value: 12, part: -3 },
      { feature: "frequency", value: 2, part: 0.75 },
      { feature: "tenure", value: 90, part: 0.0625 },
    ];
    expect(listReasons({ base: 0, strongest, rest: 0.1875 })).toEqual([
      { feature: "recency", value: 12, direction: "lowers", share: 0.75 },
      { feature: "frequency", value: 2, direction: "raises", share: 0.1875 },
    ]);
  });

  test("gives no reason when nothing changes the score", () => {
    const strongest = [{ feature: "recency", value: 12, part: 0 }];
    expect(listReasons({ base: 1, strongest, rest: 0 })).toEqual([]);
  });
});

test("the base fit has the probabilities at an interest of 0, 1 and 2", () => {
  const { chances, slope } = toBaseFit({
    days: 90,
    theta: Float64Array.of(-1, Math.log(3)),
    standardErrors: Float64Array.of(0.1, 0.1),
    customers: 500,
  });
  expect(chances.map((chance) => Math.round(chance * 100))).toEqual([27, 52, 77]);
  expect(slope.low).toBeCloseTo(Math.log(3) - 0.196, 3);
});
