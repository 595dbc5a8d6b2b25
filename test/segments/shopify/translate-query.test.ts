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
    ["number_of_orders > 1", "orders", "number_of_orders"],
    [
      "email_subscription_status = 'SUBSCRIBED' AND customer_tags CONTAINS 'vip'",
      "tags",
      "customer_tags",
    ],
    ["customer_added_date BETWEEN 2026-01-01 AND 2026-02-01", "days", "customer_added_date"],
    ["products_purchased(tag: 'tea', date: -90d) = true", "orders", "products_purchased"],
    ["email_subscription_status IS NOT NULL", "unknown", "email_subscription_status"],
    ["email_subscription_status > 'SUBSCRIBED'", "unknown", "email_subscription_status"],
    ["email_subscription_status = 'MAYBE'", "unknown", "email_subscription_status"],
    ["something_new = 3", "unknown", "something_new"],
  ])("%s", (query, code, attribute) => {
    expect(translateQuery(query)).toEqual({ kind: "list", because: { code, attribute } });
  });

  test.each(["(email_subscription_status = 'SUBSCRIBED'", "'; drop table segment; --"])(
    "%s",
    (query) => {
      expect(translateQuery(query)).toEqual({ kind: "list", because: { code: "unreadable" } });
    },
  );

  test("a rule with too many groups or conditions", () => {
    const one = "email_subscription_status = 'SUBSCRIBED'";
    const many = Array.from({ length: 51 }, () => one).join(" OR ");
    expect(translateQuery(many)).toEqual({
      kind: "list",
      because: { code: "too_large" },
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
