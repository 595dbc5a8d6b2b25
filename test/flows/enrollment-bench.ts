import type { Database } from "~/db.server";
import { advanceEnrollmentsJob } from "~/flows/progress/advance-enrollments.job.server";
import { enrollProfilesJob } from "~/flows/enrollment/enroll-profiles.job.server";
import { NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps, type TestDeps } from "../support/deps";
import { emptyTables, storeProfile, storeShopWithFlows } from "../support/stored-rows";

/** A shop with live flows for abandoned checkouts and delivered orders, without a holdout, and one subscribed customer: `c1`. */
export interface EnrollmentBench {
  readonly database: Database;
  deps: TestDeps & { db: Database["db"] };
  /** Resets everything. */
  empty(): Promise<void>;
  enroll(): Promise<unknown>;
  advance(): Promise<{ more: boolean }>;
  enrollments(): ReturnType<Database["db"]["enrollment"]["findMany"]>;
  messages(): ReturnType<Database["db"]["messageStatus"]["findMany"]>;
  /** Advances from the next due item to a later one. */
  runUntil(...instants: Date[]): Promise<void>;
}

export async function openEnrollmentBench(): Promise<EnrollmentBench> {
  const database = await openTestDatabase();
  const { db } = database;
  const { signal } = new AbortController();
  const bench: EnrollmentBench = {
    database,
    deps: { ...createTestDeps(), db },
    async empty() {
      await emptyTables(db);
      bench.deps = { ...createTestDeps(), db };
      await storeShopWithFlows(db);
      const flowId = { in: ["abandoned-checkout", "cross-sell"] };
      await db.flow.updateMany({ where: { flowId }, data: { status: "live" } });
      await db.settings.create({
        data: { shopId: SHOP, sending: { holdoutRate: 0 }, updatedAt: NOW },
      });
      await storeProfile(db, bench.deps.keyring, "1");
    },
    enroll: () => enrollProfilesJob.run(SHOP, bench.deps, signal),
    advance: () => advanceEnrollmentsJob.run(SHOP, bench.deps, signal),
    enrollments: () => db.enrollment.findMany({ orderBy: { objectKey: "asc" } }),
    messages: () => db.messageStatus.findMany({ orderBy: { plannedAt: "asc" } }),
    async runUntil(...instants) {
      for (const instant of instants) {
        bench.deps.now = () => instant;
        while ((await bench.advance()).more);
      }
    },
  };
  return bench;
}
