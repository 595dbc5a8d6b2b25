import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Browsing } from "~/profiles/visitors/browsing";
import { anOrder, anOrderPlaced, daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { aCheckout } from "../events";
import {
  aClick,
  aDwell,
  aLogin,
  aMerge,
  aPage,
  aSignUp,
  aStep,
  aView,
  minutesAgo,
} from "./browsing-events";
import { openVisitorBench, type VisitorBench } from "./visitor-bench";

let bench: VisitorBench;
beforeAll(async () => (bench = await openVisitorBench()));
afterAll(() => bench.database.close());
beforeEach(() => bench.empty());

const theProfile = (profileId: string) =>
  bench.database.db.profile.findUnique({
    where: { shopId_profileId: { shopId: SHOP, profileId } },
  });
const browsingOf = async (profileId: string) =>
  Browsing.parse((await theProfile(profileId))?.browsing);

describe("an anonymous visitor", () => {
  test("has a profile of its own that cannot be emailed", async () => {
    await bench.receive(aPage("ann", minutesAgo(5), "product"), aView("ann", minutesAgo(5), "501"));
    expect(await theProfile("vann")).toMatchObject({
      customerId: null,
      emailIndex: null,
      sealedContact: null,
      marketingState: "not_subscribed",
      lastSeenAt: minutesAgo(5),
    });
    expect((await browsingOf("vann")).viewed).toMatchObject([{ productId: "501", views: 1 }]);
  });

  test("extends its visit when more events arrive, also in the middle and at the start", async () => {
    await bench.receive(aPage("ann", minutesAgo(70)), aPage("ann", minutesAgo(20)));
    expect(await bench.owners()).toEqual(["vann: 1", "vann: 1"]);
    await bench.receive(aPage("ann", minutesAgo(45)));
    expect(await bench.owners()).toEqual(["vann: 3"]);
    await bench.receive(aDwell("ann", minutesAgo(19), 60));
    expect((await browsingOf("vann")).visits).toBe(1);
  });
});

describe("a proof", () => {
  test("by a checkout with a customer assigns the visits to that customer", async () => {
    await bench.receive(aPage("ann", hoursAgo(6)), aStep("ann", hoursAgo(5), "started", "ck1"));
    expect(await bench.owners()).toEqual(["vann: 1", "vann: 0"]);
    await bench.receive(aCheckout("checkout_started"));
    expect(await bench.owners()).toEqual(["cada: 1", "cada: 0"]);
    expect(await theProfile("vann")).toBeNull();
    expect((await browsingOf("cada")).visits).toBe(2);
  });

  test("by the checkout's order counts too, in either order", async () => {
    await bench.receive(anOrderPlaced(anOrder({ checkoutToken: "ck9" })));
    await bench.receive(
      aPage("ann", minutesAgo(9)),
      aStep("ann", minutesAgo(5), "completed", "ck9"),
    );
    expect(await bench.owners()).toEqual(["cada: 1"]);
  });

  test("by a checkout without a customer is ignored", async () => {
    await bench.receive(
      aPage("ann", minutesAgo(9)),
      aStep("ann", minutesAgo(5), "started", "made-up"),
    );
    expect(await bench.owners()).toEqual(["vann: 1"]);
  });

  test("assigns at most fourteen days of earlier browsing", async () => {
    await bench.receive(
      anOrderPlaced(anOrder({ checkoutToken: "ck9" })),
      aPage("ann", daysAgo(15)),
      aPage("ann", daysAgo(13)),
      aStep("ann", NOW, "completed", "ck9"),
    );
    expect(await bench.owners()).toEqual(["vann: 1", "cada: 1", "cada: 0"]);
  });

  test("by an email link joins only the first browser that opened it", async () => {
    const clickedAt = minutesAgo(50);
    await bench.receive(
      anOrderPlaced(anOrder()),
      aClick("ada", clickedAt, "engagement/1"),
      aPage("bob", minutesAgo(40), "home", "engagement/1"),
      aPage("ann", minutesAgo(49), "home", "engagement/1"),
    );
    expect(await bench.owners()).toEqual(["cada: 1", "vbob: 1"]);
  });

  test("by an email link is ignored when late or followed by a machine", async () => {
    await bench.receive(
      anOrderPlaced(anOrder()),
      aClick("ada", minutesAgo(50), "engagement/1"),
      aClick("ada", minutesAgo(12), "engagement/2", "machine"),
      aPage("ann", minutesAgo(15), "home", "engagement/1"),
      aPage("bob", minutesAgo(10), "home", "engagement/2"),
    );
    expect(await bench.owners()).toEqual(["vann: 1", "vbob: 1"]);
  });

  test("by a login separates two customers on one browser", async () => {
    await bench.receive(
      aPage("ann", hoursAgo(9)),
      aLogin("ada", "ann", hoursAgo(8)),
      aPage("ann", hoursAgo(7)),
      aLogin("eve", "ann", hoursAgo(6)),
      aPage("ann", hoursAgo(5)),
      aLogin("ada", "ann", hoursAgo(4)),
      aPage("ann", hoursAgo(3)),
    );
    expect(await bench.owners()).toEqual(["cada: 1", "cada: 1", "ceve: 1", "cada: 1"]);
    expect((await browsingOf("cada")).visits).toBe(3);
    expect((await browsingOf("ceve")).visits).toBe(1);
  });

  test("by a sign-up counts from the request, not from the confirmation", async () => {
    await bench.receive(
      anOrderPlaced(anOrder()),
      aPage("ann", hoursAgo(50)),
      aPage("ann", hoursAgo(47)),
      aLogin("eve", "ann", hoursAgo(40)),
      aPage("ann", hoursAgo(30)),
    );
    expect(await bench.owners()).toEqual(["ceve: 1", "ceve: 1", "ceve: 1"]);
    await bench.receive(
      aSignUp("ada", "ann", { requestedAt: hoursAgo(48), confirmedAt: hoursAgo(20) }),
    );
    await bench.receive(aPage("ann", hoursAgo(2)));
    expect(await bench.owners()).toEqual(["cada: 1", "cada: 1", "ceve: 1", "ceve: 1"]);
  });

  test("by an unconfirmed sign-up is ignored, since anyone can type an address", async () => {
    await bench.receive(
      anOrderPlaced(anOrder()),
      aPage("ann", minutesAgo(9)),
      aSignUp("ada", "ann", { requestedAt: null, confirmedAt: minutesAgo(8) }),
    );
    expect(await bench.owners()).toEqual(["vann: 1"]);
  });

  test("joins a second device to the same customer", async () => {
    await bench.receive(
      aLogin("ada", "ann", hoursAgo(8)),
      aPage("ann", hoursAgo(7)),
      aLogin("ada", "phone", hoursAgo(6)),
      aPage("phone", hoursAgo(5)),
    );
    expect(await bench.owners()).toEqual(["cada: 1", "cada: 1"]);
    expect((await browsingOf("cada")).visits).toBe(2);
  });
});

describe("a customer who was merged into another", () => {
  test.each(["before", "after"])(
    "passes on visits and orders that arrive %s the merge",
    async (when) => {
      const merge = aMerge("ada", "eve", hoursAgo(1));
      const events = [
        anOrderPlaced(anOrder({ checkoutToken: "ck9" })),
        anOrderPlaced(anOrder(), "eve"),
        aPage("ann", minutesAgo(9)),
        aStep("ann", minutesAgo(5), "completed", "ck9"),
      ];
      if (when === "before") await bench.receive(...events);
      await bench.receive(merge);
      if (when === "after") await bench.receive(...events);
      expect(await bench.owners()).toEqual(["ceve: 1"]);
      expect(await theProfile("ceve")).toMatchObject({ orderCount: 2 });
      expect(await theProfile("cada")).toMatchObject({ orderCount: 0 });
    },
  );

  test("resolves to the last customer of a chain", async () => {
    await bench.receive(
      anOrderPlaced(anOrder()),
      aMerge("ada", "eve", hoursAgo(2)),
      aMerge("eve", "ida", hoursAgo(1)),
    );
    expect(await theProfile("cida")).toMatchObject({ orderCount: 1 });
  });
});
