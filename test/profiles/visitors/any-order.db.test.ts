import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anOrder, anOrderPlaced, daysAgo, hoursAgo } from "../../support/builders";
import { aCheckout } from "../events";
import {
  aClick,
  aDwell,
  aLogin,
  aMerge,
  anAdding,
  aPage,
  aSearch,
  aSignUp,
  aStep,
  aView,
  minutesAgo,
} from "./browsing-events";
import { openVisitorBench, type VisitorBench } from "./visitor-bench";
import { propertyRuns } from "../../support/property-runs";

let bench: VisitorBench;
beforeAll(async () => (bench = await openVisitorBench()));
afterAll(() => bench.database.close());

/** Four browsers, three customers, every proof, a shared browser, a merge. */
const EVENTS = [
  aPage("ann", daysAgo(20)),
  aPage("ann", daysAgo(3), "product"),
  aView("ann", daysAgo(3), "501"),
  aSearch("ann", new Date(+daysAgo(3) + 60_000), "tray"),
  aStep("ann", new Date(+daysAgo(3) + 120_000), "contact", "ck1"),
  aCheckout("checkout_started", { startedAt: daysAgo(3), updatedAt: daysAgo(3) }),
  aLogin("eve", "ann", hoursAgo(20)),
  aPage("ann", hoursAgo(19), "product"),
  aView("ann", hoursAgo(19), "502"),
  aDwell("ann", new Date(+hoursAgo(19) + 30_000), 30),
  anAdding("ann", new Date(+hoursAgo(19) + 40_000), "502", 1),
  aPage("phone", hoursAgo(8)),
  aClick("ada", hoursAgo(7), "engagement/1"),
  aPage("phone", new Date(+hoursAgo(7) + 5_000), "product", "engagement/1"),
  aPage("friend", new Date(+hoursAgo(7) + 600_000), "product", "engagement/1"),
  aPage("friend", hoursAgo(6)),
  aStep("friend", hoursAgo(5), "completed", "ck2"),
  anOrderPlaced(anOrder({ orderId: "81", placedAt: hoursAgo(5), checkoutToken: "ck2" }), "ida"),
  aMerge("ida", "eve", hoursAgo(2)),
  aPage("tablet", hoursAgo(30), "product"),
  aSignUp("ida", "tablet", { requestedAt: hoursAgo(29), confirmedAt: hoursAgo(4) }),
  aLogin("ada", "tablet", hoursAgo(28)),
  aPage("tablet", hoursAgo(27)),
  aPage("tablet", hoursAgo(3)),
  aPage("friend", minutesAgo(40)),
  aPage("friend", minutesAgo(15)),
];

/** The result when all events arrive at once. */
async function madeAtOnce(): Promise<object> {
  await bench.empty();
  await bench.receive(...EVENTS);
  return bench.made();
}

test("processed at once, events are assigned to the right profiles", async () => {
  await madeAtOnce();
  expect(await bench.owners()).toEqual([
    "vann: 1", // more than fourteen days before the first proof
    "cada: 1",
    "ceve: 1", // The tablet subscribed as Ida, who was merged into Eve.
    "cada: 1", // Ada used it an hour later, and when Ida confirmed elsewhere.
    "ceve: 1",
    "cada: 1", // The phone, before its email was opened.
    "cada: 1",
    "ceve: 1", // A friend who was forwarded the email's link; her own order identifies her.
    "ceve: 1",
    "ceve: 0",
    "cada: 1",
    "ceve: 2",
  ]);
});

test("joins and browsing in any order, slices and repetition produce the same rows", async () => {
  const expected = await madeAtOnce();
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...EVENTS, ...EVENTS.slice(0, 6)], { minLength: EVENTS.length + 6 }),
      fc.integer({ min: 1, max: 27 }),
      async (shuffled, sliceSize) => {
        await bench.empty();
        for (let i = 0; i < shuffled.length; i += sliceSize) {
          await bench.receive(...shuffled.slice(i, i + sliceSize));
        }
        expect(await bench.made()).toEqual(expected);
      },
    ),
    { numRuns: propertyRuns(30) },
  );
});
