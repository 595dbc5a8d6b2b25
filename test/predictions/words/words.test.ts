import { describe, expect, test } from "vitest";
import { FEATURE_TOPIC } from "~/ml/customers/named-features";
import { GROUPING_FEATURES } from "~/predictions/models/customer-groups";
import { Missing } from "~/predictions/quality";
import { describeExplanation } from "~/predictions/words/describe-explanation";
import { describeMissing } from "~/predictions/words/describe-missing";
import { describeOneFeature } from "~/predictions/words/describe-weights";
import { featureText, hasWords } from "~/predictions/words/feature-words";

describe("featureText", () => {
  test("describes every feature of a score", () => {
    const features = [
      ...Object.values(FEATURE_TOPIC),
      ...GROUPING_FEATURES,
      "left",
      "once",
      "knownFor",
    ];
    expect(features.filter((feature) => !hasWords(feature))).toEqual([]);
  });

  test.each([
    ["recency", 0, "Ordered today"],
    ["recency", 1, "Last ordered 1 day ago"],
    ["frequency", 1, "Has ordered on 1 day"],
    ["frequency", 12, "Has ordered on 12 days"],
    ["basketSize", 4_236, "Spends £42.36 on an order"],
    ["left", 0.004, "By the own rhythm, gone for good with under 1 %"],
    ["meanGap", 21.2, "Orders about every 21 days"],
  ])("describes %s with %d", (feature, value, text) => {
    expect(featureText({ feature, value, part: 1 }, "GBP")).toBe(text);
  });
});

describe("describeExplanation", () => {
  test("shows the direction and the share of each part", () => {
    const strongest = [
      { feature: "recency", value: 12, part: -3 },
      { feature: "frequency", value: 2, part: 0.75 },
      { feature: "tenure", value: 90, part: 0.0625 },
    ];
    expect(describeExplanation({ base: 0, strongest, rest: 0.1875 }, "GBP")).toEqual([
      { text: "Last ordered 12 days ago", direction: "lowers", share: 0.75 },
      { text: "Has ordered on 2 days", direction: "raises", share: 0.1875 },
    ]);
  });

  test("gives no reason when nothing changes the score", () => {
    const strongest = [{ feature: "recency", value: 12, part: 0 }];
    expect(describeExplanation({ base: 1, strongest, rest: 0 }, "GBP")).toEqual([]);
  });
});

test("every missing item states how much more is needed", () => {
  for (const what of Missing.shape.what.options) {
    expect(describeMissing({ what, have: 1, need: 20 })).toMatch(/^[A-Z0-9].*\.$/);
  }
  expect(describeMissing({ what: "buyers", have: 12, need: 20 })).toContain("8 more");
});

test("describes the base intent in probabilities and odds", () => {
  const { words, weights } = describeOneFeature({
    days: 90,
    theta: Float64Array.of(-1, Math.log(3)),
    standardErrors: Float64Array.of(0.1, 0.1),
    customers: 500,
  });
  expect(words).toBe("With an interest of 0, 1 and 2, 27 %, 52 %, 77 % order within 90 days.");
  expect(weights[1]?.words).toContain("multiplies the odds of another by 3.0");
});
