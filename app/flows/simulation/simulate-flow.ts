import { DurationMs, addMs } from "../definition/duration";
import type { FlowDefinition } from "../definition/flow";
import { getObjectKey } from "../definition/send-step";
import {
  simulateEnrollment,
  type SimulationCandidate,
  type SimulatedEnrollment,
} from "./simulate-enrollment";

/** The result of a simulation. */
export interface Simulation {
  /** In order of entry. */
  readonly simulated: readonly SimulatedEnrollment[];
  readonly people: number;
  /** A profile may enter several times, for example once per order. */
  readonly enrollments: number;
  readonly emails: number;
  /** Emails by their step. */
  readonly emailsByStep: Readonly<Record<string, number>>;
  /** Number of enrollments by end reason, `completed` or `under_way`. */
  readonly ends: Readonly<Record<string, number>>;
}

/**
 * Simulates a flow for all candidates: each object once, respecting the re-entry
 * limit.
 */
export function simulateFlow(
  definition: FlowDefinition,
  candidates: readonly SimulationCandidate[],
  now: Date,
): Simulation {
  const objects = new Set<string>();
  const lastEntered = new Map<string, Date>();
  const simulated: SimulatedEnrollment[] = [];
  for (const candidate of candidates.toSorted((a, b) => Number(a.firesAt) - Number(b.firesAt))) {
    const object = `${candidate.profileId}/${getObjectKey(candidate.about)}`;
    if (objects.has(object)) continue;
    const enrollment = simulateEnrollment(definition, candidate, now);
    if (enrollment === null) continue;
    const last = lastEntered.get(enrollment.profileId);
    const { reentryDays } = definition;
    const isTooSoon =
      reentryDays !== null &&
      last !== undefined &&
      addMs(last, DurationMs.days(reentryDays)) > enrollment.enteredAt;
    if (isTooSoon) continue;
    objects.add(object);
    lastEntered.set(enrollment.profileId, enrollment.enteredAt);
    simulated.push(enrollment);
  }
  return {
    simulated,
    people: new Set(simulated.map(({ profileId }) => profileId)).size,
    enrollments: simulated.length,
    emails: simulated.reduce((sum, { emails }) => sum + emails.length, 0),
    emailsByStep: countBy(simulated.flatMap(({ emails }) => emails.map(({ stepId }) => stepId))),
    ends: countBy(simulated.map(({ end }) => end ?? "under_way")),
  };
}

function countBy(keys: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return Object.fromEntries(counts);
}
