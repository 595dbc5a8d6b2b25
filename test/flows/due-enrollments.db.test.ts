import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { advanceEnrollmentsJob } from "~/flows/progress/advance-enrollments.job.server";
import { hoursAgo, NOW, SHOP } from "../support/builders";
import { readDueShops } from "../support/due-shops";
import { aCheckoutUpdated, recordEvent, storeCheckout } from "../support/stored-checkout";
import { storeEnrollment } from "../support/stored-rows";
import { waitFor } from "../support/wait-for";
import { openEnrollmentBench, type EnrollmentBench } from "./enrollment-bench";

let bench: EnrollmentBench;
let deps: EnrollmentBench["deps"];

beforeAll(async () => {
  bench = await openEnrollmentBench();
});
afterAll(() => bench.database.close());
beforeEach(async () => {
  await bench.empty();
  ({ deps } = bench);
});

describe("shops with a due enrollment", () => {
  const between = (after: Date, upTo: Date) =>
    readDueShops(deps.db, advanceEnrollmentsJob.selectShopsDueSince!({ after, upTo }));

  test("are found by what came due in the interval", async () => {
    await storeEnrollment(deps.db, "c1", { nextRunAt: hoursAgo(1) });
    expect(await between(hoursAgo(2), NOW)).toEqual([SHOP]);
    expect(await between(hoursAgo(1), NOW)).toEqual([]);
    expect(await between(hoursAgo(3), hoursAgo(2))).toEqual([]);
  });

  test("are skipped while the flow is paused and after an uninstall", async () => {
    await storeEnrollment(deps.db, "c1", { nextRunAt: hoursAgo(1) });
    await deps.db.flow.updateMany({ data: { status: "paused" } });
    expect(await between(hoursAgo(2), NOW)).toEqual([]);
    await deps.db.flow.updateMany({ data: { status: "live" } });
    await deps.db.shop.updateMany({ data: { uninstalledAt: NOW } });
    expect(await between(hoursAgo(2), NOW)).toEqual([]);
  });
});

test("an enrollment and the projection that ends it do not wait for each other", async ({
  skip,
}) => {
  skip(bench.database.driver.kind !== "postgres", "an embedded database has one connection");
  const { db } = deps;
  await storeCheckout(db, deps.keyring, "c1", { token: "t1" });
  await recordEvent(db, deps, [aCheckoutUpdated("t1")]);
  await bench.enroll();
  const locked = Promise.withResolvers<null>();
  const reached = Promise.withResolvers<null>();
  // A projection locks its profiles first, and ends their enrollments in the same transaction.
  const projecting = db.$transaction(async (tx) => {
    await tx.$queryRaw`select 1 from profile where shop_id = ${SHOP} and profile_id = 'c1' for update`;
    locked.resolve(null);
    await reached.promise;
    await tx.enrollment.updateMany({ data: { state: "ended", nextRunAt: null, endedAt: NOW } });
  });
  await locked.promise;
  const advancing = bench.advance();
  await waitFor("the enrollment to wait for the profile", async () => {
    const [waiting] = await db.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    return waiting?.count ? true : null;
  });
  reached.resolve(null);
  await Promise.all([projecting, advancing]);
  expect(await bench.enrollments()).toMatchObject([{ state: "ended" }]);
  expect(await bench.messages()).toEqual([]);
});
