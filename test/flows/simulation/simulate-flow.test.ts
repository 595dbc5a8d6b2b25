import { describe, expect, test } from "vitest";
import { FlowDefinition } from "~/flows/definition/flow";
import type { EnrollmentFacts } from "~/flows/rules/enrollment-facts";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { factsAt } from "~/flows/simulation/facts-at";
import { simulateFlow } from "~/flows/simulation/simulate-flow";
import type { SimulationCandidate } from "~/flows/simulation/simulate-enrollment";
import { daysAgo, hoursAgo, NOW } from "../../support/builders";
import {
  checkoutFacts,
  aDueEnrollment,
  anOrderSince,
  profileFacts,
  enrollmentFacts,
} from "../../support/enrollment-builders";

/** A checkout that was abandoned ten days ago. */
const left = (overrides: Partial<EnrollmentFacts> = {}): EnrollmentFacts =>
  enrollmentFacts({
    object: checkoutFacts({ startedAt: daysAgo(10), updatedAt: daysAgo(10) }),
    ...overrides,
  });
const candidate = (change: Partial<SimulationCandidate> = {}): SimulationCandidate => ({
  ...{ profileId: "c1", firesAt: new Date(daysAgo(10).getTime() + 3_600_000), facts: left() },
  ...{ about: aDueEnrollment().trigger, clock: aDueEnrollment().clock },
  ...change,
});
const simulate = (...candidates: SimulationCandidate[]) =>
  simulateFlow(ABANDONED_CHECKOUT, candidates, NOW);
const ordered = (placedAt: Date) => ({ ordersSince: [{ ...anOrderSince(), placedAt }] });

describe("simulateFlow", () => {
  test("sends every email after its wait when no exit condition is met", () => {
    const { simulated, people, enrollments, emails, emailsByStep, ends } = simulate(candidate());
    expect({ people, enrollments, emails, emailsByStep, ends }).toEqual({
      people: 1,
      enrollments: 1,
      emails: 3,
      emailsByStep: { "email-1": 1, "email-2": 1, "email-3": 1 },
      ends: { completed: 1 },
    });
    const [enrollment] = simulated;
    expect(enrollment?.enteredAt).toEqual(candidate().firesAt);
    const hours = enrollment?.emails.map(
      ({ at }) => Math.round((Number(at) - Number(daysAgo(10))) / 360_000) / 10,
    );
    expect(hours?.[0]).toBeCloseTo(1.2, 1);
    expect(hours?.[1]).toBeGreaterThanOrEqual(25);
  });

  test("ends with an order in between, not with an earlier one", () => {
    const { simulated, ends } = simulate(candidate({ facts: left(ordered(daysAgo(9.5))) }));
    expect(simulated[0]?.emails.map(({ stepId }) => stepId)).toEqual(["email-1"]);
    expect(ends).toEqual({ order_placed: 1 });
  });

  test("skips a customer who ordered before the trigger fired", () => {
    const facts = left(ordered(new Date(daysAgo(10).getTime() + 600_000)));
    expect(simulate(candidate({ facts }))).toMatchObject({ people: 0, emails: 0, simulated: [] });
  });

  test("skips a customer who cannot be emailed", () => {
    const profile = profileFacts({ marketingState: "unsubscribed" });
    expect(simulate(candidate({ facts: left({ profile }) })).people).toBe(0);
  });

  test("counts future steps as under way", () => {
    const object = checkoutFacts({ startedAt: hoursAgo(5), updatedAt: hoursAgo(5) });
    const late = candidate({ facts: left({ object }), firesAt: hoursAgo(4) });
    expect(simulate(late)).toMatchObject({ emails: 1, ends: { under_way: 1 } });
  });

  test("enters each object once and respects the re-entry limit", () => {
    expect(simulate(candidate(), candidate())).toMatchObject({ people: 1, emails: 3 });
    const flow = FlowDefinition.parse({ ...ABANDONED_CHECKOUT, reentryDays: 30 });
    const object = checkoutFacts({ startedAt: daysAgo(6), updatedAt: daysAgo(6) });
    const another = {
      ...candidate({ firesAt: daysAgo(5.9), facts: left({ object }) }),
      about: { ...aDueEnrollment().trigger, token: "another" } as SimulationCandidate["about"],
    };
    expect(simulateFlow(flow, [candidate(), another], NOW).simulated).toHaveLength(1);
    expect(simulateFlow(ABANDONED_CHECKOUT, [candidate(), another], NOW).simulated).toHaveLength(2);
  });
});

test("factsAt hides all later events", () => {
  const facts = left({
    ...ordered(daysAgo(3)),
    object: checkoutFacts({ completedAt: daysAgo(3) }),
    profile: profileFacts({ orderCount: 2, lastOrderAt: daysAgo(3) }),
    activity: {
      ...{
        cartAddedAt: daysAgo(4),
        checkoutStartedAt: daysAgo(2),
        clickedAt: null,
        openedAt: null,
        preferencesChangedAt: null,
      },
      ...{ visitedAt: daysAgo(1), emailedAt: daysAgo(6) },
    },
  });
  expect(factsAt(facts, daysAgo(5))).toMatchObject({
    ordersSince: [],
    object: { completedAt: null },
    profile: { orderCount: 1, lastOrderAt: null },
    activity: {
      cartAddedAt: null,
      checkoutStartedAt: null,
      visitedAt: null,
      emailedAt: daysAgo(6),
    },
  });
  expect(factsAt(facts, NOW)).toEqual(facts);
});
