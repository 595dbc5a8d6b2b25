import { describe, expect, test } from "vitest";
import { confirmedEvents } from "~/delivery/opt-in/confirmed-events";
import { daysAgo, NOW, SHOP } from "../../support/builders";

const REQUEST = {
  requestId: "r1",
  purpose: "marketing" as const,
  variantId: null,
  productId: null,
  visitorId: "ann",
  createdAt: daysAgo(2),
  state: "sent",
};
const eventsOf = (change: object, customerIds: readonly string[] = ["ada"]) =>
  confirmedEvents(SHOP, { ...REQUEST, ...change }, customerIds, NOW);

describe("a confirmed request", () => {
  test("records when and in which browser the request was made, once the owner confirms by email", () => {
    expect(eventsOf({})[0]).toMatchObject({
      kind: "sign_up_confirmed",
      customerId: "ada",
      visitorId: "ann",
      occurredAt: NOW,
      payload: { requestId: "r1", requestedAt: daysAgo(2) },
    });
  });

  test("has no browser without confirmation by email", () => {
    const [signedUp, consent] = eventsOf({ state: "confirmed" });
    expect(signedUp?.payload).toEqual({ requestId: "r1", requestedAt: null });
    expect(consent?.payload).toMatchObject({ optIn: "single_opt_in" });
  });

  test("records a consent without the browser", () => {
    const [, consent] = eventsOf({});
    expect(consent).toMatchObject({ kind: "consent_changed", customerId: "ada" });
    expect(consent).not.toHaveProperty("visitorId");
  });

  test("emits no marketing event before a customer exists", () => {
    expect(eventsOf({}, [])).toEqual([]);
  });

  test("waits without a customer for a variant too, and gives no consent", () => {
    const request = { purpose: "back_in_stock", variantId: "501-1", productId: "501" };
    expect(eventsOf(request, []).map(({ kind, customerId }) => [kind, customerId])).toEqual([
      ["notify_me_requested", null],
    ]);
  });

  test("has its own key for each customer, so that a repeat is recorded once", () => {
    const keys = eventsOf({}, ["ada", "eve"]).map(({ sourceId }) => sourceId);
    expect(new Set(keys).size).toBe(4);
    expect(eventsOf({}, ["ada", "eve"]).map(({ sourceId }) => sourceId)).toEqual(keys);
  });
});
