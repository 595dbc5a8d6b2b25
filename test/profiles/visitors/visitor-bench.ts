import type { AnyEvent } from "~/events/event";
import { joinVisitorsJob } from "~/profiles/visitors/join-visitors.job.server";
import { projectBrowsingJob } from "~/profiles/visitors/project-browsing.job.server";
import { SHOP } from "../../support/builders";
import { openProfileBench, type ProfileBench } from "../profile-bench";

/** A shop whose events pass through every profile projection. */
export interface VisitorBench extends ProfileBench {
  /** The owners of the visits in order: `profile: pages`. */
  owners(): Promise<string[]>;
  /** Everything projected from the events. */
  made(): Promise<object>;
}

export async function openVisitorBench(): Promise<VisitorBench> {
  const bench = await openProfileBench();
  const { db } = bench.database;
  const { signal } = new AbortController();
  return {
    ...bench,
    async empty() {
      await bench.empty();
      await db.visit.deleteMany();
      await db.visitorJoin.deleteMany();
      await db.customerMerge.deleteMany();
    },
    async receive(...events: AnyEvent[]) {
      await bench.record(events);
      const deps = { db, ...bench.deps };
      while ((await projectBrowsingJob.run(SHOP, deps, signal)).more);
      await bench.project();
      while ((await joinVisitorsJob.run(SHOP, deps, signal)).more);
    },
    async owners() {
      const visits = await db.visit.findMany({
        orderBy: [{ startedAt: "asc" }, { visitorId: "asc" }],
      });
      return visits.map(({ profileId, pageCount }) => `${profileId}: ${pageCount}`);
    },
    async made() {
      const profiles = await db.profile.findMany({
        orderBy: { profileId: "asc" },
        select: {
          profileId: true,
          customerId: true,
          browsing: true,
          lastSeenAt: true,
          orderCount: true,
          netSpendMinor: true,
        },
      });
      const joins = await db.visitorJoin.findMany({
        orderBy: [{ visitorId: "asc" }, { proof: "asc" }, { proofId: "asc" }],
        omit: { joinedAt: true, customerId: true },
      });
      const visits = await db.visit.findMany({
        orderBy: [{ visitorId: "asc" }, { startedAt: "asc" }],
      });
      return { profiles, joins, visits };
    },
  };
}
