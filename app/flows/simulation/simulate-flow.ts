import { DurationMs, addMs } from "../duration";
import type { FlowDefinition } from "../flow";
import { getObjectKey } from "../send-step";
import {
  simulateEnrollment,
  type SimulationCandidate,
  type SimulatedEnrollment,
} from "./simulate-enrollment";

/** The result of a simulation. */
export interface Simulation {
  /** In order of entry. */
  readonly runs: readonly SimulatedEnrollment[];
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
  const runs: SimulatedEnrollment[] = [];
  for (const candidate of candidates.toSorted((a, b) => Number(a.firesAt) - Number(b.firesAt))) {
    const object = `${candidate.profileId}/${getObjectKey(candidate.about)}`;
    if (objects.has(object)) continue;
    const run = simulateEnrollment(definition, candidate, now);
    if (run === null) continue;
    const last = lastEntered.get(run.profileId);
    const { reentryDays } = definition;
    const isTooSoon =
      reentryDays !== null &&
      last !== undefined &&
      addMs(last, DurationMs.days(reentryDays)) > run.enteredAt;
    if (isTooSoon) continue;
    objects.add(object);
    lastEntered.set(run.profileId, run.enteredAt);
    runs.push(run);
  }
  return {
    runs,
    people: new Set(runs.map(({ profileId }) => profileId)).size,
    enrollments: runs.length,
    emails: runs.reduce((sum, { emails }) => sum + emails.length, 0),
    emailsByStep: countBy(runs.flatMap(({ emails }) => emails.map(({ stepId }) => stepId))),
    ends: countBy(runs.map(({ end }) => end ?? "under_way")),
  };
}

function countBy(keys: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return Object.fromEntries(counts);
}
