import type { Tx } from "~/db.server";
import type { AnyEvent } from "~/events/event";
import type { ShopId } from "~/lib/shop-id";
import { lookedAtByFlows } from "../facts/looked-at";
import { loadFlowVersions } from "../flow-version-store.server";
import { listLiveFlows } from "../live-flows.server";
import { endOf, hasHappenedSince } from "../run/plan-step";
import { objectKeyOf } from "../send-step";
import {
  insertRuns,
  listRunsOf,
  rescheduleRuns,
  wakeRuns,
  type StoredRun,
} from "./enrollment-store.server";
import { REFUSALS } from "../run/exit-reason";
import { exitRuns, type RunExit } from "../run/exit-runs.server";
import { findTouched } from "./find-touched.server";
import { planEnrollments } from "./plan-enrollments";
import { loadRunFacts } from "../facts/run-facts-store.server";

/**
 * Starts, reschedules, wakes and ends the enrollments affected by a slice of events.
 * An event only says which profiles may have changed; decisions are based
 * on the current state.
 *
 * @returns whether an enrollment is due now
 */
export async function enrollSlice(
  tx: Tx,
  shopId: ShopId,
  events: readonly AnyEvent[],
  now: Date,
): Promise<boolean> {
  const flows = await listLiveFlows(tx, shopId);
  const { profileIds, candidates } = await findTouched(tx, shopId, events, flows, now);
  if (profileIds.length === 0) return false;

  const objectKeys = candidates.map(({ about }) => objectKeyOf(about));
  const runs = await listRunsOf(tx, shopId, profileIds, objectKeys);
  const { exits, happened } = await lookAtLiveRuns(tx, shopId, runs, events, now);
  const ended = new Set(exits.map(({ enrollmentId }) => enrollmentId));
  const looked = lookedAtByFlows(flows.map(({ definition }) => definition));
  const facts = await loadRunFacts(tx, shopId, candidates, looked, now);
  const plan = planEnrollments(
    flows,
    candidates.flatMap((candidate, i) => (facts[i] ? [{ ...candidate, facts: facts[i] }] : [])),
    runs.map((run) => (ended.has(run.enrollmentId) ? { ...run, state: "exited" } : run)),
    { shopId, now },
  );

  await exitRuns(tx, shopId, exits, now);
  await wakeRuns(tx, shopId, happened, now);
  await rescheduleRuns(tx, shopId, plan.updates, now);
  await insertRuns(tx, shopId, plan.started, now);
  const isDue = [...plan.updates, ...plan.started].some(({ nextRunAt }) => nextRunAt <= now);
  return isDue || happened.length > 0;
}

/**
 * Active enrollments that must end, by their own flow version, and those
 * whose awaited event has occurred. An opt-out in between ends the enrollment
 * even if the customer has opted in again since: that is a new start.
 */
async function lookAtLiveRuns(
  tx: Tx,
  shopId: ShopId,
  runs: readonly StoredRun[],
  events: readonly AnyEvent[],
  now: Date,
): Promise<{ readonly exits: readonly RunExit[]; readonly happened: readonly string[] }> {
  const active = runs.filter(({ state }) => state === "active");
  const definitionOf = await loadFlowVersions(tx, shopId, active);
  const looked = lookedAtByFlows(active.map(definitionOf));
  const refs = active.map(({ profileId, context }) => ({ profileId, about: context.trigger }));
  const facts = await loadRunFacts(tx, shopId, refs, looked, now);
  const lastRefusals = findRefusals(events);
  const exits: RunExit[] = [];
  const happened: string[] = [];
  active.forEach((run, i) => {
    const { enrollmentId, stepId, context } = run;
    const about = facts[i];
    if (!about) return;
    const definition = definitionOf(run);
    const said = lastRefusals.get(run.profileId);
    const reason = said && said >= run.enrolledAt ? "unsubscribed" : endOf(definition, about);
    if (reason !== null) exits.push({ enrollmentId, reason });
    const step = definition.steps.find((it) => it.stepId === stepId);
    const { waitsSince } = context;
    if (reason !== null || step?.kind !== "wait_for" || waitsSince === null) return;
    if (hasHappenedSince(step.happening, waitsSince, about)) happened.push(enrollmentId);
  });
  return { exits, happened };
}

/** The last opt-out of each profile in these events. */
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
