import { describe, expect, test } from "vitest";
import { readQuery } from "~/segments/shopify/read-query";
import { translateQuery } from "~/segments/shopify/translate-query";

const consent = (...states: string[]) => ({ kind: "consent", states });
const compares = (attribute: string, operator: string, value: string | null) => ({
  kind: "compares",
  attribute,
  operator,
  value,
});

describe("translateQuery returns a rule", () => {
  test.each([
    ["email_subscription_status = 'SUBSCRIBED'", { kind: "all", of: [consent("subscribed")] }],
    [
      "email_subscription_status != 'UNSUBSCRIBED'",
      { kind: "none", of: [consent("unsubscribed")] },
    ],
    [
      "email_subscription_status = 'SUBSCRIBED' or (email_subscription_status = 'PENDING')",
      { kind: "any", of: [consent("subscribed"), consent("pending")] },
    ],
    [
      "email_subscription_status = 'PENDING' AND email_subscription_status != 'SUBSCRIBED' OR email_subscription_status = 'INVALID'",
      {
        kind: "any",
        of: [
          { kind: "all", of: [consent("pending"), { kind: "none", of: [consent("subscribed")] }] },
          consent("invalid"),
        ],
      },
    ],
  ])("%s", (query, rule) => {
    expect(translateQuery(query)).toEqual({ kind: "rule", rule });
  });

  test("that finds all customers for an empty query", () => {
    expect(translateQuery("  ")).toMatchObject({ kind: "rule" });
  });
});

describe("translateQuery names the part that no rule can express", () => {
  test.each([
    ["number_of_orders > 1", "“number_of_orders” counts canceled and returned orders too"],
    [
      "email_subscription_status = 'SUBSCRIBED' AND customer_tags CONTAINS 'vip'",
      "“customer_tags” is about tags, which Kindred does not read.",
    ],
    ["customer_added_date BETWEEN 2026-01-01 AND 2026-02-01", "“customer_added_date” goes by days"],
    [
      "products_purchased(tag: 'tea', date: -90d) = true",
      "“products_purchased” counts canceled and returned orders too",
    ],
    ["email_subscription_status IS NOT NULL", "“email_subscription_status” has no equal"],
    ["email_subscription_status > 'SUBSCRIBED'", "“email_subscription_status” has no equal"],
    ["email_subscription_status = 'MAYBE'", "“email_subscription_status” has no equal"],
    ["something_new = 3", "“something_new” has no equal among the conditions here."],
    ["(email_subscription_status = 'SUBSCRIBED'", "Kindred could not read its rule."],
    ["'; drop table segment; --", "Kindred could not read its rule."],
  ])("%s", (query, because) => {
    const translation = translateQuery(query);
    expect(translation.kind === "list" ? translation.because : translation).toContain(because);
  });

  test("a rule with too many groups or conditions", () => {
    const one = "email_subscription_status = 'SUBSCRIBED'";
    const many = Array.from({ length: 51 }, () => one).join(" OR ");
    expect(translateQuery(many)).toEqual({
      kind: "list",
      because: "Its rule is larger than rules may be here.",
    });
  });
});

test("AND binds closer than OR, and a BETWEEN keeps its own AND", () => {
  expect(readQuery("a = 1 OR b BETWEEN 2 AND 3 AND c(x: 'and or', y: 1) > 2")).toEqual({
    kind: "any",
    of: [
      compares("a", "=", "1"),
      { kind: "all", of: [compares("b", "…", null), compares("c", "…", null)] },
    ],
  });
});
