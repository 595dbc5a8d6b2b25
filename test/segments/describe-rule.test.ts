import { describe, expect, test } from "vitest";
import { createFormat } from "~/i18n/create-format";
import { textIn } from "~/i18n/text-in.server";
import type { Condition } from "~/segments/condition";
import type { RuleNode } from "~/segments/segment";
import { describeRule } from "~/segments/words/describe-rule";

const words = {
  text: textIn("en", "rules"),
  learning: textIn("en", "learning"),
  common: textIn("en", "common"),
  format: createFormat("en-US", "America/New_York"),
  names: {
    ...{ currency: "USD", values: { product: { 7: "Teapot" } }, segments: { s1: "Regulars" } },
    metafields: { "metafield.facts.birth_date": "Birth date" },
  },
};
const ordered: Condition = {
  kind: "did",
  behavior: "ordered",
  window: { kind: "last", days: 30 },
  comparison: "at_least",
  times: 2,
};

describe("a rule is described in one sentence", () => {
  test.each<[RuleNode, string]>([
    [ordered, "Bought at least 2 times in the last 30 days"],
    [
      {
        ...ordered,
        comparison: "exactly",
        times: 0,
        where: [{ by: "product", values: ["7", "8"] }],
      },
      "Bought (Teapot or deleted product) zero times in the last 30 days",
    ],
    [
      {
        ...ordered,
        behavior: "searched",
        where: [{ by: "query", text: "mug" }],
        times: 1,
        window: { kind: "ever" },
      },
      "Searched your store (“mug”) at least once at any time",
    ],
    [
      {
        kind: "date",
        date: "created",
        window: { kind: "between", from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" },
      },
      "Became a customer on or after Jan 1, 2026 and before Feb 1, 2026",
    ],
    [
      { kind: "number", number: "net_spend", comparison: "at_most", value: 1050 },
      "Net spend is at most $10.50",
    ],
    [
      { kind: "prediction", predicted: "churn", comparison: "at_least", value: 0.5, grade: "B" },
      "“Churn risk (no order within 180 days)” is at least 50% (data grade B or better)",
    ],
    [
      {
        kind: "prediction",
        predicted: "next_order_days",
        comparison: "at_most",
        value: -3,
        grade: "D",
      },
      "“Next order date” is at most 3 days ago",
    ],
    [
      {
        ...ordered,
        where: [
          { by: "order_value", comparison: "at_least", value: 5000 },
          { by: "discount_code", values: [] },
          { by: "channel", values: ["pos", "kiosk"] },
        ],
      },
      "Bought (order value is at least $50.00, with a discount code, and sales channel Point of Sale or kiosk) at least 2 times in the last 30 days",
    ],
    [
      { ...ordered, where: [{ by: "no_discount_code" }] },
      "Bought (without a discount code) at least 2 times in the last 30 days",
    ],
    [{ kind: "property", property: "country", values: ["FR", "??"] }, "Country is France or ??"],
    [
      {
        ...{ kind: "flow_property", name: "metafield.custom.points", values: [] },
        as: { kind: "number", comparison: "at_least", value: 100 },
      },
      "Property “custom.points” is at least 100",
    ],
    [
      {
        ...{ kind: "flow_property", name: "metafield.facts.birth_date", values: [] },
        as: { kind: "date", window: { kind: "last", days: 30 } },
      },
      "Date in property “Birth date” in the last 30 days",
    ],
    [
      { kind: "property", property: "city", values: ["k1"], labels: { k1: "Whitby" } },
      "City is Whitby",
    ],
    [
      {
        kind: "all",
        of: [
          { kind: "segment", segmentId: "s1" },
          { kind: "any", of: [{ kind: "has_address" }, { kind: "group", keys: ["best", "new"] }] },
          { kind: "none", of: [{ kind: "suppressed", reasons: ["hard_bounce"] }] },
        ],
      },
      "In segment “Regulars”, (has an email address or customer group is Best customers or New customers), and not (address is suppressed: hard bounce)",
    ],
  ])("%j", (rule, expected) => {
    expect(describeRule(rule, words)).toBe(expected);
  });
});
