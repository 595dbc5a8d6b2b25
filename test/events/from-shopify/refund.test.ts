import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnyEvent } from "~/events/event";
import { eventsFromWebhook } from "~/events/from-shopify/from-shopify";
import { currencyExponent } from "~/lib/money";
import { aWebhook, bodyOf } from "../shopify-fixtures";

function lastEventOf(topic: string, body: unknown = bodyOf(topic)): AnyEvent {
  const translation = eventsFromWebhook(aWebhook(topic, body));
  if (translation.kind !== "events") throw new Error(JSON.stringify(translation));
  return translation.events.at(-1)!;
}

describe("a refund", () => {
  test("equals the amount paid back", () => {
    expect(lastEventOf("refunds/create")).toMatchObject({
      sourceId: "refund/930000000001",
      payload: { orderId: "5500000000001", amountMinor: 10_80, currency: "GBP" },
    });
  });

  test.each([
    ["no payment is given", []],
    ["the payment failed", [{ kind: "refund", status: "failure", amount: "99.00" }]],
    ["the payment is in another currency", [{ kind: "refund", amount: "99", currency: "EUR" }]],
  ])("equals the value of the returned goods when %s", (_what, transactions) => {
    const body = { ...bodyOf("refunds/create"), transactions };
    expect(lastEventOf("refunds/create", body).payload).toMatchObject({ amountMinor: 10_80 });
  });
});

describe("a refund of an order in another currency", () => {
  const inBoth = (shop: string, presentment: string) => ({
    shop_money: { amount: shop, currency_code: "GBP" },
    presentment_money: { amount: presentment, currency_code: "EUR" },
  });
  const goods = { quantity: 1, subtotal: 12, subtotal_set: inBoth("10.00", "12.00") };
  const shippingLine = {
    subtotal_amount_set: inBoth("4.00", "4.80"),
    tax_amount_set: inBoth("0.80", "0.96"),
  };
  const shippingBack = {
    kind: "shipping_refund",
    amount: "-4.80",
    amount_set: inBoth("-4.00", "-4.80"),
    tax_amount_set: inBoth("-0.80", "-0.96"),
  };
  const keptByMerchant = { kind: "refund_discrepancy", amount_set: inBoth("2.50", "3.00") };

  test.each([
    ["shipping", { refund_shipping_lines: [shippingLine] }, 14_80],
    ["shipping in the former format of Shopify", { order_adjustments: [shippingBack] }, 14_80],
    [
      "shipping, reported twice",
      { refund_shipping_lines: [shippingLine], order_adjustments: [shippingBack] },
      14_80,
    ],
    ["duties", { total_duties_set: inBoth("3.00", "3.60") }, 13_00],
    ["less than the goods are worth", { order_adjustments: [keptByMerchant] }, 7_50],
  ])("counts %s", (_what, translation, amountMinor) => {
    const body = {
      ...bodyOf("refunds/create"),
      transactions: [{ kind: "refund", status: "success", amount: "99.00", currency: "EUR" }],
      refund_line_items: [goods],
      ...translation,
    };
    expect(lastEventOf("refunds/create", body).payload).toMatchObject({ amountMinor });
  });
});

describe("money amounts", () => {
  const CURRENCIES = ["GBP", "JPY", "KRW", "KWD", "BHD", "IQD", "HUF", "CLF"];
  const minor = fc.integer({ min: 0, max: 1e11 });

  /** An amount as Shopify writes it: exact, with the currency's own decimals. */
  function written(amount: number, currency: string): string {
    const exponent = currencyExponent(currency);
    const digits = String(amount).padStart(exponent + 1, "0");
    const whole = digits.slice(0, digits.length - exponent);
    return exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`;
  }

  test("are exact to the minor unit in any currency of the buyer", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CURRENCIES),
        fc.constantFrom(...CURRENCIES),
        minor,
        fc.array(fc.record({ price: minor, quantity: fc.integer({ min: 0, max: 500 }) }), {
          maxLength: 20,
        }),
        (currency, presentment, total, lines) => {
          const set = (amount: number) => ({
            shop_money: { amount: written(amount, currency), currency_code: currency },
            presentment_money: { amount: written(7, presentment), currency_code: presentment },
          });
          const body = {
            ...bodyOf("orders/create"),
            currency,
            presentment_currency: presentment,
            total_price: written(total, currency),
            total_price_set: set(total),
            line_items: lines.map(({ price, quantity }, i) => ({
              id: i + 1,
              quantity,
              price: written(price, currency),
              price_set: set(price),
            })),
          };
          const { payload } = lastEventOf("orders/create", body);
          expect(payload).toMatchObject({
            currency,
            totalMinor: total,
            lines: lines.map(({ price, quantity }) => ({ netMinor: price * quantity })),
          });
        },
      ),
    );
  });

  test("have the same refund sum from payments as from goods and shipping", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CURRENCIES),
        fc.array(fc.tuple(minor, minor), { minLength: 1, maxLength: 10 }),
        minor,
        (currency, goods, shipping) => {
          const set = (amount: number) => ({
            shop_money: { amount: written(amount, currency), currency_code: currency },
          });
          const sum = goods.reduce((all, [net, tax]) => all + net + tax, shipping);
          const body = {
            ...bodyOf("refunds/create"),
            refund_line_items: goods.map(([net, tax]) => ({
              subtotal_set: set(net),
              total_tax_set: set(tax),
            })),
            refund_shipping_lines: [{ subtotal_amount_set: set(shipping) }],
            total_duties_set: set(0),
          };
          const paid = { kind: "refund", status: "success", amount: written(sum, currency) };
          for (const transactions of [[{ ...paid, currency }], [{ ...paid, currency: "XTS" }]]) {
            const webhook = aWebhook("refunds/create", { ...body, transactions });
            const translation = eventsFromWebhook({ ...webhook, currency });
            expect(translation).toMatchObject({
              events: [{ payload: { amountMinor: sum, currency } }],
            });
          }
        },
      ),
    );
  });
});
