import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FLOW_ACTIONS, readFlowAction } from "~/delivery/shopify-flow/flow-action";

const sent = (properties: unknown, change: object = {}) => ({
  shop_id: 1,
  shopify_domain: "acme.myshopify.com",
  action_run_id: "run-1",
  properties,
  ...change,
});
const problemOf = (handle: string, body: unknown) => {
  const read = readFlowAction(handle, body);
  return read.kind === "invalid" ? read.problem : null;
};

describe("a request of Shopify Flow", () => {
  test("parses shop, run, customer and request", () => {
    expect(readFlowAction("add-to-flow", sent({ customer_id: 201, flow: " Welcome " }))).toEqual({
      kind: "read",
      action: {
        shopId: "acme.myshopify.com",
        runId: "run-1",
        customerId: "201",
        request: { kind: "add_to_flow", flow: "Welcome" },
      },
    });
  });

  test("may identify the customer by a number, a long string of digits or a GID", () => {
    for (const customer_id of [201, "201", "gid://shopify/Customer/201"]) {
      expect(readFlowAction("stop-email", sent({ customer_id }))).toMatchObject({
        action: { customerId: "201" },
      });
    }
    const long = "90071992547409931";
    expect(readFlowAction("stop-email", sent({ customer_id: long }))).toMatchObject({
      action: { customerId: long },
    });
  });

  test.each([
    ["another action", "email-everybody", sent({ customer_id: 1 }), "noAction"],
    ["no customer", "stop-email", sent({}), "noCustomer"],
    [
      "an order in the customer's place",
      "stop-email",
      sent({ customer_id: "gid://shopify/Order/1" }),
      "noCustomer",
    ],
    ["no run", "stop-email", sent({ customer_id: 1 }, { action_run_id: "" }), "noRun"],
    [
      "another host in the shop's place",
      "stop-email",
      sent({ customer_id: 1 }, { shopify_domain: "evil.example" }),
      "noShop",
    ],
    ["no email", "send-email", sent({ customer_id: 1, email: "  " }), "noEmail"],
    ["no flow", "add-to-flow", sent({ customer_id: 1, flow: "  " }), "noFlow"],
    [
      "a name with a sign in it",
      "set-property",
      sent({ customer_id: 1, name: "a=b", value: "c" }),
      "propertyName",
    ],
    [
      "a value that is too long",
      "set-property",
      sent({ customer_id: 1, name: "a", value: "c".repeat(101) }),
      "propertyValue",
    ],
  ] as const)("is invalid for %s", (_what, handle, body, problem) => {
    expect(problemOf(handle, body)).toBe(problem);
  });

  test("is parsed or refused, and never throws", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FLOW_ACTIONS),
        fc.oneof(
          fc.jsonValue(),
          fc.jsonValue().map((it) => sent(it)),
        ),
        (handle, body) => {
          expect(["read", "invalid"]).toContain(readFlowAction(handle, body).kind);
        },
      ),
    );
  });
});
