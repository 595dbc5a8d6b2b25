import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database, Tx } from "~/db.server";
import { defineEventJob } from "~/events/define-event-job.server";
import { lockCursor, recordEvents } from "~/events/event-store.server";
import type { PassJob } from "~/events/pass-step";
import { withPass } from "~/events/pass/with-pass.server";
import type { Fact } from "~/jobs/handoffs";
import { defineJob, type JobName } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import { anOrder, anOrderPlaced, createShop, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";

const CATALOG = "catalog.project-catalog";
const PROFILES = "profiles.project-profiles";
const FLOWS = "flows.enroll-profiles";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.event.deleteMany();
  await database.db.cursor.deleteMany();
});

/** Three stages that write what they processed, and what a run of the first one led to. */
function openStages(
  onProfiles: (tx: Tx) => Promise<void> = () => Promise.resolve(),
  ...more: readonly PassJob<object>[]
) {
  const { queue, ...rest } = createTestDeps();
  const processed: string[] = [];
  const announced: Fact[] = [];
  const woken: JobName[] = [];
  const deps = {
    ...rest,
    db: database.db,
    queue: {
      ...queue,
      announce(_tx: Tx, _shopId: ShopId, fact: Fact) {
        announced.push(fact);
        return Promise.resolve();
      },
      wakeAll(name: JobName) {
        woken.push(name);
        return Promise.resolve();
      },
    },
  };
  const stage = (
    name: JobName,
    consumer: string,
    after: string | null,
    fact: Fact,
    then: (tx: Tx) => Promise<void> = () => Promise.resolve(),
  ) =>
    defineEventJob<typeof deps>({
      ...{ name, consumer, limit: 100, kinds: ["order_placed"] },
      ...(after !== null && { after }),
      async process(tx, shopId, events, given) {
        processed.push(`${consumer} ${events.length}`);
        await then(tx);
        await given.queue.announce(tx, shopId, fact);
      },
    });
  const jobs: PassJob<typeof deps>[] = [
    stage(CATALOG, "catalog", null, "catalog_projected"),
    stage(PROFILES, "profiles", "catalog", "profiles_projected", onProfiles),
    {
      ...defineJob<typeof deps>({
        name: "predictions.train-predictions",
        isLeftToSweep: true,
        run: () => Promise.resolve({ more: false }),
      }),
    },
    stage(FLOWS, "flows", "profiles", "enrollments_due"),
    // Follows another beginning, so that it is no part of the pass.
    stage("profiles.project-browsing", "browsing", null, "browsing_projected"),
    ...more,
  ];
  const [first] = withPass(jobs, CATALOG);
  return {
    ...{ processed, announced, woken },
    run: () => first!.run(SHOP, deps, new AbortController().signal),
    record: (count: number) =>
      database.db.$transaction((tx) =>
        recordEvents(
          tx,
          Array.from({ length: count }, () => anOrderPlaced(anOrder())),
          deps,
        ),
      ),
  };
}

async function readCursors(): Promise<Record<string, boolean>> {
  const { _max } = await database.db.event.aggregate({ _max: { seq: true } });
  const rows = await database.db.cursor.findMany({ orderBy: { consumer: "asc" } });
  return Object.fromEntries(rows.map(({ consumer, seq }) => [consumer, seq === _max.seq]));
}

test("a few events run through all stages at once, and only jobs besides them are woken", async () => {
  const stages = openStages();
  await stages.record(2);
  expect(await stages.run()).toEqual({ more: false });
  expect(stages.processed).toEqual(["catalog 2", "profiles 2", "flows 2"]);
  expect(await readCursors()).toEqual({ catalog: true, flows: true, profiles: true });
  expect(stages.announced).toEqual([]);
  // Not the training, which the sweep finds.
  expect(stages.woken).toEqual([
    "profiles.join-visitors",
    "predictions.score-profiles",
    "recommendations.fit-models",
    "segments.update-memberships",
    "segments.apply-reported-changes",
    "feedback.attribute-orders",
    "flows.advance-enrollments",
  ]);
});

test("an event is processed once", async () => {
  const stages = openStages();
  await stages.record(1);
  await stages.run();
  await stages.record(1);
  await stages.run();
  await stages.run();
  expect(stages.processed).toEqual([
    ...["catalog 1", "profiles 1", "flows 1"],
    ...["catalog 1", "profiles 1", "flows 1"],
  ]);
});

test("many events are processed stage by stage", async () => {
  const stages = openStages();
  await stages.record(21);
  await stages.run();
  expect(stages.processed).toEqual(["catalog 21"]);
  expect(stages.announced).toEqual(["catalog_projected"]);
  expect(await readCursors()).toEqual({ catalog: true });
});

test("a stage that fails undoes the pass, and the first stage runs alone", async () => {
  let failures = 0;
  const stages = openStages(async (tx) => {
    await tx.shop.update({ where: { shopId: SHOP }, data: { name: "Changed" } });
    failures += 1;
    throw new Error("the stage fails");
  });
  await stages.record(1);
  await stages.run();
  expect(failures).toBe(1);
  expect(stages.announced).toEqual(["catalog_projected"]);
  expect(await readCursors()).toEqual({ catalog: true });
  expect(await database.db.shop.count({ where: { name: "Changed" } })).toBe(0);
});

test("a stage that is behind is woken to read the earlier events first, with those that follow it", async () => {
  const stages = openStages();
  await stages.record(21);
  await stages.run();
  await stages.record(1);
  await stages.run();
  expect(stages.processed).toEqual(["catalog 21", "catalog 1"]);
  expect(stages.woken).toEqual([PROFILES]);
  expect(await readCursors()).toEqual({ catalog: true });
});

test("a stage that runs elsewhere is woken, and nothing waits for it", async ({ skip }) => {
  if (database.driver.kind === "pglite") skip("PGlite runs one transaction at a time");
  const stages = openStages();
  await stages.record(1);
  await database.db.$transaction(async (tx) => {
    await lockCursor(tx, SHOP, "flows");
    await stages.run();
  });
  expect(stages.processed).toEqual(["catalog 1", "profiles 1"]);
  expect(stages.woken).toContain(FLOWS);
});

test("a stage that reads its cursors itself runs although no event of its kinds came", async () => {
  const runs: number[] = [];
  const stages = openStages(undefined, {
    ...defineJob({
      name: "segments.update-memberships",
      run: () => Promise.resolve({ more: false }),
    }),
    passStep: {
      consumer: "segments",
      after: "catalog",
      lockedBy: "segments",
      kinds: ["customer_deleted"],
      ownsCursors: true,
      prepare: () =>
        Promise.resolve((_tx, _shopId, events) => {
          runs.push(events.length);
          return Promise.resolve({ more: false });
        }),
    },
  });
  await stages.record(1);
  await stages.run();
  expect(runs).toEqual([0]);
});
