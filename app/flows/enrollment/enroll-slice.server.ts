import { readTogether } from "~/db-reads.server";
import type { Tx } from "~/db.server";
import type { AnyEvent } from "~/events/event";
import { profileIdOfCustomer } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { getFactsRequiredByFlows } from "../facts/required-facts";
import {
  loadFlowVersions,
  type FlowVersionRef,
  type FlowVersions,
} from "../flow-version-store.server";
import { getEndReason, hasOccurredSince } from "../rules/plan-step";
import { getObjectKey } from "../definition/send-step";
import {
  insertEnrollments,
  listEnrollments,
  rescheduleEnrollments,
  wakeEnrollments,
  type StoredEnrollment,
} from "./enrollment-store.server";
import { OPTED_OUT_STATES } from "../rules/exit-reason";
import { exitEnrollments, type EnrollmentExit } from "../progress/exit-enrollments.server";
import { findAffectedProfiles } from "./find-affected-profiles.server";
import type { EnrollmentFacts } from "../rules/enrollment-facts";
import { planEnrollments, type LiveFlow } from "../rules/plan-enrollments";
import { loadEnrollmentFacts } from "../facts/enrollment-facts-store.server";

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
  flows: readonly LiveFlow[],
  now: Date,
): Promise<boolean> {
  const { profileIds, candidates } = await findAffectedProfiles(tx, shopId, events, flows, now);
  if (profileIds.length === 0) return false;

  const objectKeys = candidates.map(({ about }) => getObjectKey(about));
  const enrollments = await listEnrollments(tx, shopId, profileIds, objectKeys);
  const active = enrollments.filter(({ state }) => state === "active");
  const definitionOf = await loadDefinitions(tx, shopId, active, flows);
  const required = getFactsRequiredByFlows([
    ...active.map(definitionOf),
    ...flows.map(({ definition }) => definition),
  ]);
  // Together, because most concern the same profiles and orders.
  const refs = [
    ...active.map((enrollment) => ({
      ...{ enrollment, candidate: null },
      ...{ profileId: enrollment.profileId, about: enrollment.context.trigger },
    })),
    ...candidates.map((candidate) => ({ ...candidate, enrollment: null, candidate })),
  ];
  const known = await readTogether(tx, () => loadEnrollmentFacts(tx, shopId, refs, required, now));
  const { exits, wokenIds } = evaluateActiveEnrollments(
    known.flatMap(({ enrollment, facts }) => (enrollment ? [{ ...enrollment, facts }] : [])),
    definitionOf,
    events,
  );
  const ended = new Set(exits.map(({ enrollmentId }) => enrollmentId));
  const plan = planEnrollments(
    flows,
    known.flatMap(({ candidate, facts }) => (candidate ? [{ ...candidate, facts }] : [])),
    enrollments.map((enrollment) =>
      ended.has(enrollment.enrollmentId) ? { ...enrollment, state: "ended" } : enrollment,
    ),
    { shopId, now },
  );

  await exitEnrollments(tx, shopId, exits, now);
  await wakeEnrollments(tx, shopId, wokenIds, now);
  await rescheduleEnrollments(tx, shopId, plan.updates, now);
  await insertEnrollments(tx, shopId, plan.started, now);
  const isDue = [...plan.updates, ...plan.started].some(({ nextRunAt }) => nextRunAt <= now);
  return isDue || wokenIds.length > 0;
}

/** The definitions of these enrollments' versions, of which only those that are no longer live are read. */
async function loadDefinitions(
  tx: Tx,
  shopId: ShopId,
  enrollments: readonly StoredEnrollment[],
  flows: readonly LiveFlow[],
): Promise<FlowVersions> {
  const findLive = (ref: FlowVersionRef) =>
    flows.find(({ flowId, version }) => flowId === ref.flowId && version === ref.version);
  const earlier = enrollments.filter((enrollment) => !findLive(enrollment));
  const earlierOf = await loadFlowVersions(tx, shopId, earlier);
  return (ref) => findLive(ref)?.definition ?? earlierOf(ref);
}

/**
 * Active enrollments that must end, by their own flow version, and those
 * whose awaited event has occurred. An opt-out in between ends the enrollment
 * even if the customer has opted in again since: that is a new start.
 */
function evaluateActiveEnrollments(
  active: readonly (StoredEnrollment & { readonly facts: EnrollmentFacts })[],
  definitionOf: FlowVersions,
  events: readonly AnyEvent[],
): { readonly exits: readonly EnrollmentExit[]; readonly wokenIds: readonly string[] } {
  const lastOptOuts = findOptOuts(events);
  const exits: EnrollmentExit[] = [];
  const wokenIds: string[] = [];
  for (const enrollment of active) {
    const { enrollmentId, stepId, context, facts } = enrollment;
    const definition = definitionOf(enrollment);
    const optedOutAt = lastOptOuts.get(enrollment.profileId);
    const reason =
      optedOutAt && optedOutAt >= enrollment.enrolledAt
        ? "unsubscribed"
        : getEndReason(definition, facts);
    if (reason !== null) exits.push({ enrollmentId, reason });
    const step = definition.steps.find((it) => it.stepId === stepId);
    const { waitsSince } = context;
    if (reason !== null || step?.kind !== "wait_for" || waitsSince === null) continue;
    if (hasOccurredSince(step.happening, waitsSince, facts)) wokenIds.push(enrollmentId);
  }
  return { exits, wokenIds };
}

/** The last opt-out of each profile in these events. */
function findOptOuts(events: readonly AnyEvent[]): Map<string, Date> {
  const optedOutAt = new Map<string, Date>();
  for (const event of events) {
    if (event.kind !== "consent_changed" || !event.customerId) continue;
    if (!OPTED_OUT_STATES.has(event.payload.marketingState)) continue;
    const profileId = profileIdOfCustomer(event.customerId);
    const known = optedOutAt.get(profileId);
    const { changedAt } = event.payload;
    if (!known || changedAt > known) optedOutAt.set(profileId, changedAt);
  }
  return optedOutAt;
}
