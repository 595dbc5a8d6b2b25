import { v7 as uuidv7 } from "uuid";
import type { Tx } from "~/db.server";
import type { AnyEvent } from "~/events/event";
import {
  advanceCursor,
  listShopsBehind,
  lockCursor,
  readEvents,
} from "~/events/event-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { insertRuns, listRunsOf, rescheduleRuns, type StoredRun } from "./enrollment-store.server";
import { exitReason, REFUSALS } from "./exit-reason";
import { exitRuns, type RunExit } from "./exit-runs.server";
import { findTouched, FLOW_EVENTS } from "./find-touched.server";
import { loadFlowVersions } from "../flow-version-store.server";
import { listLiveFlows } from "../live-flows.server";
import { planEnrollments } from "./plan-enrollments";
import { loadRunFacts } from "./run-facts-store.server";

interface Deps {
  db: PrismaClient;
  keyring: Keyring;
  queue: Queue;
  now: () => Date;
}

const CONSUMER = "flows";
const AFTER = "profiles";
const SLICE = 200;

/**
 * Reads the shop's events and starts, moves and ends runs. An event only says
 * for whom something may have changed; what follows rests on how things stand
 * now. One transaction a slice: after a crash it is repeated whole.
 */
export const enrollProfilesJob = defineJob<Deps>({
  name: "flows.enroll-profiles",
  listDueShops: (db) => listShopsBehind(db, CONSUMER, AFTER),

  async run(shopId, deps) {
    return deps.db.$transaction(async (tx) => {
      await lockCursor(tx, shopId, CONSUMER);
      const options = { consumer: CONSUMER, upTo: AFTER, kinds: FLOW_EVENTS, limit: SLICE };
      const { events, readTo, more } = await readEvents(tx, shopId, options, deps);
      if (events.length > 0 && (await enroll(tx, shopId, events, deps.now()))) {
        await deps.queue.announce(tx, shopId, "enrollments_due");
      }
      await advanceCursor(tx, shopId, CONSUMER, readTo);
      return { more };
    });
  },
});

/** @returns whether a run is due at once */
async function enroll(
  tx: Tx,
  shopId: ShopId,
  events: readonly AnyEvent[],
  now: Date,
): Promise<boolean> {
  const flows = await listLiveFlows(tx, shopId);
  const { profileIds, candidates } = await findTouched(tx, shopId, events, flows, now);
  if (profileIds.length === 0) return false;

  const objectKeys = candidates.map(({ objectKey }) => objectKey);
  const runs = await listRunsOf(tx, shopId, profileIds, objectKeys);
  const exits = await findExits(tx, shopId, runs, events);
  const ended = new Set(exits.map(({ enrollmentId }) => enrollmentId));
  const facts = await loadRunFacts(tx, shopId, candidates);
  const plan = planEnrollments(
    flows,
    candidates.flatMap((candidate, i) => (facts[i] ? [{ ...candidate, facts: facts[i] }] : [])),
    runs.map((run) => (ended.has(run.enrollmentId) ? { ...run, state: "exited" } : run)),
    { shopId, now, newId: uuidv7 },
  );

  await exitRuns(tx, shopId, exits, now);
  await rescheduleRuns(tx, shopId, plan.updates, now);
  await insertRuns(tx, shopId, plan.started, now);
  return [...plan.updates, ...plan.started].some(({ nextRunAt }) => nextRunAt <= now);
}

/**
 * Live runs that must end, by the version of the flow that each is on. Who said
 * no in between is out, also if they have said yes since: that begins anew.
 */
async function findExits(
  tx: Tx,
  shopId: ShopId,
  runs: readonly StoredRun[],
  events: readonly AnyEvent[],
): Promise<RunExit[]> {
  const active = runs.filter(({ state }) => state === "active");
  const definitionOf = await loadFlowVersions(tx, shopId, active);
  const facts = await loadRunFacts(
    tx,
    shopId,
    active.map(({ profileId, objectKey, context }) => ({
      profileId,
      objectKey,
      kind: context.trigger.kind,
    })),
  );
  const lastRefusals = findRefusals(events);
  return active.flatMap((run, i) => {
    const said = lastRefusals.get(run.profileId);
    const reason =
      said && said >= run.enrolledAt
        ? ("unsubscribed" as const)
        : facts[i] && exitReason(definitionOf(run).exits, facts[i]);
    return !reason ? [] : [{ enrollmentId: run.enrollmentId, reason }];
  });
}

/** When each profile last said no in these events. */
function findRefusals(events: readonly AnyEvent[]): Map<string, Date> {
  const said = new Map<string, Date>();
  for (const event of events) {
    if (event.kind !== "consent_changed" || !event.customerId) continue;
    if (!REFUSALS.has(event.payload.marketingState)) continue;
    const profileId = `c${event.customerId}`;
    const known = said.get(profileId);
    const { changedAt } = event.payload;
    if (!known || changedAt > known) said.set(profileId, changedAt);
  }
  return said;
}
