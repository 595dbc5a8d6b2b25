import type { Database } from "~/db.server";
import { advanceCursor, recordEvents } from "~/events/event-store.server";
import type { AnyEvent } from "~/events/event";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { createShop, daysAgo, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps, type TestDeps } from "../support/deps";

/** A shop with one product, whose catalog is always up to date with events. */
export interface ProfileBench {
  readonly database: Database;
  deps: TestDeps;
  /** Deletes all events and their projections. */
  empty(): Promise<void>;
  record(events: readonly AnyEvent[]): Promise<void>;
  project(): Promise<void>;
  /** Records, then projects. */
  receive(...events: AnyEvent[]): Promise<void>;
}

export async function openProfileBench(): Promise<ProfileBench> {
  const database = await openTestDatabase();
  const { db } = database;
  const { signal } = new AbortController();
  await createShop(db);
  await db.product.create({
    data: {
      shopId: SHOP,
      productId: "501",
      handle: "tray",
      title: "Cedar tray",
      vendor: "",
      productType: "Trays",
      status: "active",
      createdAt: daysAgo(900),
      sourceUpdatedAt: daysAgo(900),
      variants: {
        create: {
          variantId: "601",
          position: 1,
          title: "",
          priceMinor: 24_00,
          availableForSale: true,
        },
      },
    },
  });
  const bench: ProfileBench = {
    database,
    deps: createTestDeps(),
    async empty() {
      bench.deps = createTestDeps();
      await db.event.deleteMany();
      await db.cursor.deleteMany();
      await db.schedule.deleteMany();
      await db.order.deleteMany();
      await db.refund.deleteMany();
      await db.checkout.deleteMany();
      await db.messageKey.deleteMany();
      await db.profile.deleteMany();
    },
    async record(events) {
      await db.$transaction((tx) => recordEvents(tx, events, bench.deps));
      const { _max } = await db.event.aggregate({ _max: { seq: true } });
      await advanceCursor(db, SHOP, "catalog", _max.seq ?? 0n);
    },
    async project() {
      const run = () => projectProfilesJob.run(SHOP, { db, ...bench.deps }, signal);
      while ((await run()).more);
    },
    async receive(...events) {
      await bench.record(events);
      await bench.project();
    },
  };
  return bench;
}
