import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  BROWSING_RETENTION_DAYS,
  expireBrowsingJob,
} from "~/profiles/visitors/expire-browsing.job.server";
import { Browsing } from "~/profiles/visitors/browsing";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { exportCustomer } from "~/privacy/export-customer.server";
import { anOrder, anOrderPlaced, daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { dueShopsOf } from "../../support/due-shops";
import { aLogin, aMerge, aPage, aSignUp, aStep, aView, minutesAgo } from "./browsing-events";
import { openVisitorBench, type VisitorBench } from "./visitor-bench";

let bench: VisitorBench;
beforeAll(async () => (bench = await openVisitorBench()));
afterAll(() => bench.database.close());
beforeEach(() => bench.empty());

const erase = (customerId: string) =>
  eraseCustomer(
    SHOP,
    { requestKey: customerId, customerId, email: null, orderIds: [] },
    { db: bench.database.db, ...bench.deps },
  );

/** Ada and Eve on one browser; Ada by her order. */
const receiveTwo = () =>
  bench.receive(
    anOrderPlaced(anOrder({ checkoutToken: "ck9" })),
    aPage("ann", hoursAgo(9), "product"),
    aView("ann", hoursAgo(9), "501"),
    aStep("ann", hoursAgo(8), "completed", "ck9"),
    aLogin("eve", "ann", hoursAgo(4)),
    aPage("ann", hoursAgo(3)),
  );

describe("an erased customer", () => {
  test("loses their visits, but not those of other customers on the same browser", async () => {
    await receiveTwo();
    await erase("ada");
    expect(await bench.owners()).toEqual(["ceve: 1"]);
    const { db } = bench.database;
    const left = await db.event.findMany({ where: { shopId: SHOP, source: "pixel" } });
    expect(left.map((it) => it.occurredAt)).toEqual([hoursAgo(3)]);
    expect(await db.visitorJoin.count({ where: { customerId: "ada" } })).toBe(0);
    expect(await db.profile.findFirst({ where: { customerId: "ada" } })).toMatchObject({
      browsing: {},
      lastSeenAt: null,
    });
  });

  test("is not joined again by later events of the same browser", async () => {
    await receiveTwo();
    await erase("ada");
    await bench.receive(
      aStep("phone", minutesAgo(5), "completed", "ck9"),
      aLogin("ada", "phone", NOW),
    );
    expect(await bench.owners()).toEqual(["ceve: 1", "vphone: 0"]);
  });

  test("loses the sign-up and is not joined again by a late sign-up event", async () => {
    const signUp = aSignUp("ada", "ann", { requestedAt: hoursAgo(4), confirmedAt: hoursAgo(3) });
    await bench.receive(anOrderPlaced(anOrder()), signUp, aPage("ann", hoursAgo(2)));
    expect(await bench.owners()).toEqual(["cada: 1"]);
    await erase("ada");
    const { db } = bench.database;
    expect(await db.event.count({ where: { customerId: "ada", visitorId: "ann" } })).toBe(0);
    await bench.receive(signUp, aPage("ann", minutesAgo(5)));
    expect(await bench.owners()).toEqual(["vann: 1"]);
  });

  test("is not joined again by proofs of customers who were merged into it", async () => {
    await bench.receive(
      aLogin("ida", "ann", hoursAgo(4)),
      aPage("ann", hoursAgo(3)),
      aMerge("ida", "ada", hoursAgo(2)),
    );
    expect(await bench.owners()).toEqual(["cada: 1"]);
    await erase("ada");
    await bench.receive(aPage("ann", minutesAgo(5)));
    expect(await bench.owners()).toEqual(["vann: 1"]);
  });
});

test("a customer's export contains the visits and the proofs that join them", async () => {
  await receiveTwo();
  const { db } = bench.database;
  const exported = await exportCustomer(
    db,
    SHOP,
    { customerId: "ada", emailIndex: null, orderIds: [] },
    bench.deps,
  );
  expect(exported.visits).toMatchObject([
    { visitorId: "ann", path: ["product"], viewed: [{ productId: "501" }] },
    { visitorId: "ann", checkoutStep: "completed" },
  ]);
  expect(exported.joins).toMatchObject([{ visitorId: "ann", proof: "checkout", proofId: "ck9" }]);
});

test("browsing expires after the retention period, along with visitors that have no data left", async () => {
  const { db } = bench.database;
  await bench.receive(
    aPage("ann", daysAgo(BROWSING_RETENTION_DAYS + 1)),
    aPage("bob", daysAgo(BROWSING_RETENTION_DAYS + 1)),
    aPage("bob", daysAgo(BROWSING_RETENTION_DAYS - 1)),
    aLogin("ada", "cat", daysAgo(BROWSING_RETENTION_DAYS + 2)),
    aPage("cat", daysAgo(BROWSING_RETENTION_DAYS + 1)),
    aPage("cat", daysAgo(1)),
  );
  const run = () =>
    expireBrowsingJob.run(SHOP, { db, ...bench.deps }, new AbortController().signal);
  expect(await dueShopsOf(expireBrowsingJob, db, NOW)).toEqual([SHOP]);
  while ((await run()).more);
  expect(await dueShopsOf(expireBrowsingJob, db, NOW)).toEqual([]);

  expect(await bench.owners()).toEqual(["vbob: 1", "cada: 1"]);
  expect(await db.event.count({ where: { source: "pixel" } })).toBe(2);
  const profiles = await db.profile.findMany({ orderBy: { profileId: "asc" } });
  expect(profiles.map((it) => [it.profileId, Browsing.parse(it.browsing).visits])).toEqual([
    ["cada", 1],
    ["vbob", 1],
  ]);
  // The owner is still known, as some data needs it.
  await bench.receive(aPage("cat", minutesAgo(2)));
  expect(await bench.owners()).toEqual(["vbob: 1", "cada: 1", "cada: 1"]);
});
