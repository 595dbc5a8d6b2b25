import type { ObjectFacts, EnrollmentFacts } from "../rules/enrollment-facts";

/**
 * Reconstructs the facts at a past instant from today's facts by removing later
 * events. Undated facts (consent, stock, prices, predictions) stay as of today.
 */
export function factsAt(facts: EnrollmentFacts, at: Date): EnrollmentFacts {
  const { profile, activity, object } = facts;
  const ordersSince = facts.ordersSince.filter(({ placedAt }) => placedAt <= at);
  const later = facts.ordersSince.filter(({ placedAt }) => placedAt > at).length;
  const ifBefore = (when: Date | null) => (when !== null && when <= at ? when : null);
  const lastOrderAt = ifBefore(profile.lastOrderAt) ?? latest(ordersSince.map((it) => it.placedAt));
  return {
    ...facts,
    profile: { ...profile, orderCount: Math.max(0, profile.orderCount - later), lastOrderAt },
    object: object && objectAt(object, facts, at),
    ordersSince,
    activity: {
      cartAddedAt: ifBefore(activity.cartAddedAt),
      checkoutStartedAt: ifBefore(activity.checkoutStartedAt),
      visitedAt: ifBefore(activity.visitedAt),
      clickedAt: ifBefore(activity.clickedAt),
      openedAt: ifBefore(activity.openedAt),
      preferencesChangedAt: ifBefore(activity.preferencesChangedAt),
      emailedAt: ifBefore(activity.emailedAt),
    },
  };
}

function latest(dates: readonly Date[]): Date | null {
  return dates.length === 0 ? null : new Date(Math.max(...dates.map(Number)));
}

function objectAt(object: ObjectFacts, facts: EnrollmentFacts, at: Date): ObjectFacts {
  switch (object.kind) {
    case "checkout": {
      const isCompleted = object.completedAt !== null && object.completedAt <= at;
      return { ...object, completedAt: isCompleted ? object.completedAt : null };
    }
    case "product":
      return {
        ...object,
        boughtSince: object.boughtSince && facts.ordersSince.some((it) => it.placedAt <= at),
      };
    case "cart":
    case "order":
    case "person":
      return object;
  }
}
