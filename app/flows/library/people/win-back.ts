import { defineFlow, emailStep } from "../../definition/define-flow";

const letter = (stepId: string, percentOff?: number) =>
  emailStep(stepId, {
    expiresAfterHours: 96,
    coupon: percentOff === undefined ? null : { percentOff, validDays: 14 },
  });

/**
 * Win-back: four emails over four weeks for customers with an overdue
 * order: new arrivals, recommendations, an incentive by customer
 * value, a last call. At most 200 customers enter per day.
 */
export const WIN_BACK = defineFlow({
  key: "win-back",
  name: "Win-back",
  trigger: { kind: "lapsed", defaultDays: 60, intervalFactor: 1.5, maxPerDay: 200 },
  filter: [{ kind: "no_order_for", days: 14 }],
  steps: [
    letter("email-1"),
    { kind: "wait", stepId: "wait-1", for: { count: 7, unit: "days" } },
    letter("email-2"),
    { kind: "wait", stepId: "wait-2", for: { count: 7, unit: "days" } },
    {
      kind: "split",
      stepId: "worth-more",
      condition: { kind: "valuable", topShare: 0.5 },
      whenTrue: "email-3",
      whenFalse: "email-3-small",
    },
    letter("email-3", 15),
    { kind: "wait", stepId: "wait-3", for: { count: 14, unit: "days" } },
    letter("email-4"),
    { kind: "exit", stepId: "end-of-valuable" },
    letter("email-3-small", 10),
  ],
  exits: ["order_placed"],
  priority: 35,
  holdoutRate: null,
});
