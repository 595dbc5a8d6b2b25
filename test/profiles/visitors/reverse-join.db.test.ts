import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findCustomerBrowsing } from "~/pages/customers/customer-browsing.server";
import { reverseJoin } from "~/profiles/visitors/reverse-join.server";
import { anOrder, anOrderPlaced, hoursAgo, OTHER_SHOP, SHOP } from "../../support/builders";
import { aLogin, aMerge, aPage, aSignUp, aStep, aView, minutesAgo } from "./browsing-events";
import { openVisitorBench, type VisitorBench } from "./visitor-bench";

let bench: VisitorBench;
beforeAll(async () => (bench = await openVisitorBench()));
afterAll(() => bench.database.close());
beforeEach(async () => {
  await bench.empty();
  await bench.database.db.auditEntry.deleteMany();
});

const separate = (customerId = "ada", shopId = SHOP) =>
  reverseJoin(shopId, { visitorId: "ann", customerId }, { db: bench.database.db, ...bench.deps });
const browsingOf = (customerId: string) =>
  findCustomerBrowsing(bench.database.db, SHOP, customerId);

const receiveTwo = () =>
  bench.receive(
    anOrderPlaced(anOrder({ checkoutToken: "ck9" })),
    aPage("ann", hoursAgo(9), "product"),
    aView("ann", hoursAgo(9), "501"),
    aStep("ann", hoursAgo(8), "completed", "ck9"),
    aLogin("eve", "ann", hoursAgo(4)),
    aPage("ann", hoursAgo(3)),
  );

describe("a reversed join", () => {
  test("leaves the same rows as without the proof", async () => {
    await receiveTwo();
    expect(await bench.owners()).toEqual(["cada: 1", "cada: 0", "ceve: 1"]);
    expect(await separate()).toBe(1);
    // Eve's own proof assigns her the fourteen days before it, which no one else owns now.
    expect(await bench.owners()).toEqual(["ceve: 1", "ceve: 0", "ceve: 1"]);
    expect(await browsingOf("ada")).toMatchObject({ visits: 0, lastSeenAt: null, browsers: [] });
  });

  test("stays reversed when the same proof is delivered again and is audited once", async () => {
    await receiveTwo();
    await separate();
    expect(await separate()).toBe(0);
    await bench.receive(aStep("ann", minutesAgo(1), "completed", "ck9"));
    expect((await bench.owners()).every((it) => it.startsWith("ceve"))).toBe(true);
    const audit = await bench.database.db.auditEntry.findMany();
    expect(audit).toMatchObject([
      { shopId: SHOP, actor: "merchant", action: "join_reversed", detail: { customerId: "ada" } },
    ]);
  });

  test("also reverses the proofs of customers who were merged into this one", async () => {
    await bench.receive(
      aLogin("ida", "ann", hoursAgo(4)),
      aPage("ann", hoursAgo(3)),
      aMerge("ida", "ada", hoursAgo(2)),
    );
    expect((await browsingOf("ada"))!.browsers).toHaveLength(1);
    await separate("ada");
    expect(await bench.owners()).toEqual(["vann: 1"]);
  });

  test("by a sign-up stays reversed when more events of that browser arrive", async () => {
    const signUp = aSignUp("ada", "ann", { requestedAt: hoursAgo(6), confirmedAt: hoursAgo(5) });
    await bench.receive(anOrderPlaced(anOrder()), aPage("ann", hoursAgo(7)), signUp);
    expect((await browsingOf("ada"))!.browsers).toMatchObject([{ proofs: ["sign_up"] }]);
    expect(await separate()).toBe(1);
    await bench.receive(aPage("ann", hoursAgo(4)), signUp);
    expect(await bench.owners()).toEqual(["vann: 1", "vann: 1"]);
  });

  test("is refused for another shop", async () => {
    await receiveTwo();
    expect(await separate("ada", OTHER_SHOP)).toBeNull();
    expect(await bench.owners()).toEqual(["cada: 1", "cada: 0", "ceve: 1"]);
  });
});

test("a customer's browsing lists products and joined browsers", async () => {
  await receiveTwo();
  expect(await browsingOf("ada")).toMatchObject({
    visits: 2,
    viewed: [{ productId: "501", title: "Cedar tray", views: 1 }],
    browsers: [{ visitorId: "ann", proofs: ["checkout"], firstShownAt: hoursAgo(8).toISOString() }],
  });
  expect(await browsingOf("nobody")).toBeNull();
});
