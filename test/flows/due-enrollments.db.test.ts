import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { advanceEnrollmentsJob } from "~/flows/progress/advance-enrollments.job.server";
import { hoursAgo, NOW, SHOP } from "../support/builders";
import { readDueShops } from "../support/due-shops";
import { storeEnrollment } from "../support/stored-rows";
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
