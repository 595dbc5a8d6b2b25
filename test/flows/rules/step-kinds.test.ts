import { describe, expect, test } from "vitest";
import { FlowDefinition } from "~/flows/definition/flow";
import { NO_ACTIVITY } from "~/flows/facts/load-activity.server";
import { BACK_IN_STOCK } from "~/flows/library/products/back-in-stock";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import {
  getEndReason,
  hasOccurredSince,
  planStep,
  type DueEnrollment,
} from "~/flows/rules/plan-step";
import type { EnrollmentFacts } from "~/flows/rules/enrollment-facts";
import { daysAgo, hoursAgo, NOW } from "../../support/builders";
import {
  aDueEnrollment,
  anOrderSince,
  enrollmentFacts,
  orderFacts,
  productFacts,
  profileFacts,
} from "../../support/enrollment-builders";

const flowOf = (steps: readonly object[], rest: object = {}) =>
  FlowDefinition.parse({ ...ABANDONED_CHECKOUT, steps, ...rest });
const end = { kind: "exit", stepId: "end" };
const tag = (stepId: string) => ({ kind: "tag", stepId, change: "add", tag: stepId });

/** Plans these steps from the first on, due now. */
const plan = (
  steps: readonly { readonly stepId?: string; readonly [field: string]: unknown }[],
  enrollment: Partial<DueEnrollment> = {},
  facts: Partial<EnrollmentFacts> = {},
) =>
  planStep(
    flowOf(steps),
    aDueEnrollment({ stepId: steps[0]?.stepId ?? "", dueAt: NOW, ...enrollment }),
    enrollmentFacts(facts),
    NOW,
  );
const tagsOf = (commands: ReturnType<typeof planStep>) =>
  commands.flatMap((it) => (it.kind === "act" && it.action.kind === "tag" ? it.action.tag : []));
const clock = { timeZone: "America/New_York", shopTimeZone: "Europe/London", bestHour: null };

describe("a wait until an hour", () => {
  const steps = [{ kind: "wait_until", stepId: "wait", until: { kind: "hour", hour: 9 } }, end];

  test("ends at the recipient's next such hour after the due time", () => {
    expect(plan(steps, { clock })).toEqual([
      { kind: "wait", stepId: "end", until: new Date("2026-03-03T14:00:00Z") },
    ]);
    expect(plan(steps, { clock, dueAt: daysAgo(1) })).toMatchObject([
      { until: new Date("2026-03-02T14:00:00Z") },
    ]);
  });

  test("uses the best hour in the shop's time zone, or else the fallback in the recipient's", () => {
    const best = [
      { kind: "wait_until", stepId: "wait", until: { kind: "best_hour", fallbackHour: 9 } },
      end,
    ];
    expect(plan(best, { clock: { ...clock, bestHour: 18 } })).toMatchObject([
      { until: new Date("2026-03-03T18:00:00Z") },
    ]);
    expect(plan(best, { clock })).toMatchObject([{ until: new Date("2026-03-03T14:00:00Z") }]);
  });

  test("ends on a date, at once if it is over", () => {
    const on = (date: string) => [
      { kind: "wait_until", stepId: "wait", until: { kind: "date", date, hour: 7 } },
      end,
    ];
    expect(plan(on("2026-05-04"), { clock })).toMatchObject([
      { until: new Date("2026-05-04T11:00:00Z") },
    ]);
    expect(plan(on("2026-03-02"), { clock })).toMatchObject([{ until: NOW }]);
  });

  test("is left out at the end of a flow", () => {
    expect(plan(steps.slice(0, 1))).toEqual([{ kind: "complete" }]);
  });
});

describe("a wait for an event", () => {
  const steps = [
    {
      ...{ kind: "wait_for", stepId: "wait", happening: "clicked" },
      ...{ atMost: { count: 2, unit: "days" }, whenHappened: "yes", whenNot: "no" },
    },
    { ...tag("yes"), next: null },
    tag("no"),
  ];
  const clicked = (at: Date) => ({ activity: { ...NO_ACTIVITY, clickedAt: at } });

  test("starts when it is due", () => {
    expect(plan(steps, { dueAt: hoursAgo(1) })).toEqual([
      { kind: "wait", stepId: "wait", until: hoursAgo(-47), since: hoursAgo(1) },
    ]);
  });

  test("goes on from its start when it is planned again", () => {
    expect(plan(steps, { dueAt: NOW, waitsSince: hoursAgo(5) })).toEqual([
      { kind: "wait", stepId: "wait", until: hoursAgo(-43), since: hoursAgo(5) },
    ]);
  });

  test("ends with the event, if that came after its start", () => {
    const waiting = { waitsSince: hoursAgo(5) };
    expect(tagsOf(plan(steps, waiting, clicked(hoursAgo(4))))).toEqual(["yes"]);
    expect(plan(steps, waiting, clicked(hoursAgo(5)))).toMatchObject([{ kind: "wait" }]);
  });

  test("ends without the event after its maximum", () => {
    expect(tagsOf(plan(steps, { waitsSince: hoursAgo(48) }))).toEqual(["no"]);
    expect(tagsOf(plan(steps, { waitsSince: hoursAgo(47.9) }))).toEqual([]);
  });

  test("later waits count from its end", () => {
    const then = [
      { ...steps[0], whenHappened: "then", whenNot: "then" },
      { kind: "wait", stepId: "then", for: { count: 1, unit: "hours" } },
      end,
    ];
    expect(plan(then, { waitsSince: hoursAgo(50) })).toMatchObject([{ until: hoursAgo(1) }]);
    expect(plan(then, { waitsSince: hoursAgo(50) }, clicked(hoursAgo(49)))).toMatchObject([
      { until: hoursAgo(-1) },
    ]);
  });

  test("a second one starts at the end of the first", () => {
    const two = [
      { ...steps[0], whenHappened: null, whenNot: "again" },
      { ...steps[0], stepId: "again", whenHappened: null, whenNot: null },
    ];
    expect(plan(two, { waitsSince: hoursAgo(50) })).toEqual([
      { kind: "wait", stepId: "again", until: hoursAgo(-46), since: hoursAgo(2) },
    ]);
  });

  test("ignores the start of a wait that the merchant has replaced", () => {
    const replaced = [tag("wait"), { ...steps[0], stepId: "later" }, ...steps.slice(1)];
    expect(plan(replaced, { waitsSince: hoursAgo(40) })).toMatchObject([
      { kind: "act" },
      { kind: "wait", stepId: "later", since: NOW },
    ]);
  });

  test.each([
    ["clicked", { activity: { ...NO_ACTIVITY, clickedAt: NOW } }],
    ["visited", { activity: { ...NO_ACTIVITY, visitedAt: NOW } }],
    ["added_to_cart", { activity: { ...NO_ACTIVITY, cartAddedAt: NOW } }],
    ["ordered", { profile: profileFacts({ lastOrderAt: NOW }) }],
  ] as const)("knows when it happened: %s", (happening, facts) => {
    expect(hasOccurredSince(happening, hoursAgo(1), enrollmentFacts(facts))).toBe(true);
    expect(hasOccurredSince(happening, NOW, enrollmentFacts(facts))).toBe(false);
    expect(hasOccurredSince(happening, hoursAgo(1), enrollmentFacts())).toBe(false);
  });
});

describe("a split", () => {
  const split = (condition: object) => [
    { kind: "split", stepId: "split", condition, whenTrue: "yes", whenFalse: "no" },
    { ...tag("yes"), next: null },
    tag("no"),
  ];

  test.each([
    ["has_clicked", { hasClicked: true }, {}, "yes"],
    ["has_clicked", {}, {}, "no"],
    ["sold_out", {}, { object: productFacts({ isAvailable: false }) }, "yes"],
    ["sold_out", {}, { object: productFacts() }, "no"],
    ["sold_out", {}, {}, "no"],
    ["is_high_priced", {}, { object: productFacts({ isHighPriced: true }) }, "yes"],
    ["is_high_priced", {}, { object: productFacts() }, "no"],
    ["is_high_priced", {}, {}, "no"],
    ["is_subscribed", {}, {}, "yes"],
    ["is_subscribed", {}, { profile: profileFacts({ marketingState: "pending" }) }, "no"],
  ] as const)("by %s, with %j and %j, goes to %s", (kind, enrollment, facts, expected) => {
    expect(tagsOf(plan(split({ kind }), enrollment, facts))).toEqual([expected]);
  });

  test("without a target completes", () => {
    const steps = split({ kind: "has_clicked" });
    expect(plan([{ ...steps[0], whenFalse: null }, ...steps.slice(1)])).toEqual([
      { kind: "complete" },
    ]);
  });
});

describe("a random split", () => {
  const steps = (shares: readonly number[], stepId = "draw") => [
    {
      ...{ kind: "random_split", stepId },
      paths: shares.map((share, n) => ({ name: `path ${n}`, share, to: `path-${n}` })),
    },
    ...shares.map((_, n) => ({ ...tag(`path-${n}`), next: null })),
  ];
  const draw = (shares: readonly number[], stepId?: string) =>
    Array.from(
      { length: 400 },
      (_, n) => tagsOf(plan(steps(shares, stepId), { drawKey: `c${n}` }))[0],
    );

  test("sends each share of the profiles down its path", () => {
    const drawn = draw([0.2, 0.5, 0.3]);
    const count = (path: string) => drawn.filter((it) => it === path).length / 400;
    expect(count("path-0")).toBeCloseTo(0.2, 1);
    expect(count("path-1")).toBeCloseTo(0.5, 1);
    expect(count("path-2")).toBeCloseTo(0.3, 1);
  });

  test("sends nobody down a path without a share", () => {
    expect(new Set(draw([0, 1]))).toEqual(new Set(["path-1"]));
    expect(new Set(draw([1, 0]))).toEqual(new Set(["path-0"]));
  });

  test("draws a profile the same way each time, and independently of other splits", () => {
    expect(draw([0.5, 0.5])).toEqual(draw([0.5, 0.5]));
    expect(draw([0.5, 0.5], "other")).not.toEqual(draw([0.5, 0.5]));
  });
});

describe("the next step", () => {
  test("is the named one, else the one below", () => {
    expect(tagsOf(plan([{ ...tag("a"), next: "c" }, tag("b"), tag("c")]))).toEqual(["a", "c"]);
    expect(tagsOf(plan([tag("a"), tag("b")]))).toEqual(["a", "b"]);
    expect(tagsOf(plan([{ ...tag("a"), next: null }, tag("b")]))).toEqual(["a"]);
  });

  test("completes the enrollment after an exit step, or if its step is gone", () => {
    expect(tagsOf(plan([tag("a"), end, tag("b")]))).toEqual(["a"]);
    expect(plan([tag("a")], { stepId: "gone" })).toEqual([{ kind: "complete" }]);
  });
});

test("a suppression applies to everyone but the holdout", () => {
  const steps = [{ kind: "suppress", stepId: "suppress" }, tag("after")];
  expect(plan(steps).map(({ kind }) => kind)).toEqual(["suppress", "act", "complete"]);
  expect(plan(steps, { variant: "holdout" })).toEqual([{ kind: "complete" }]);
});

describe("a planned email", () => {
  const email = ABANDONED_CHECKOUT.steps.find((it) => it.kind === "send");
  const steps = [{ ...email, stepId: "email", unless: ["cart_emptied"], settleMinutes: 30 }];
  const planned = (flow: FlowDefinition, enrollment: Partial<DueEnrollment> = {}) => {
    const due = aDueEnrollment({ stepId: "email", dueAt: hoursAgo(1), ...enrollment });
    const [command] = planStep(flow, due, enrollmentFacts(), NOW);
    if (command?.kind !== "plan_message") throw new Error(command?.kind);
    return command;
  };

  test("has the flow's limits, its own exits and the goal", () => {
    const flow = flowOf(steps, {
      ...{ exits: ["order_placed", "sold_out"], goal: "checkout_completed" },
      ...{ filter: [{ kind: "is_subscribed" }], priority: 7, repeatDays: 9 },
    });
    const due = aDueEnrollment();
    expect(planned(flow)).toMatchObject({
      state: "planned",
      reason: null,
      notBefore: hoursAgo(0.5),
      intent: {
        origin: "flow",
        purpose: "checkout",
        exits: ["order_placed", "sold_out", "cart_emptied", "checkout_completed"],
        filter: [{ kind: "is_subscribed" }],
        priority: 7,
        repeatDays: 9,
        trigger: due.trigger,
      },
    });
  });

  test("has each exit once, and none of a missing goal", () => {
    const flow = flowOf(steps, { exits: ["cart_emptied"], goal: null });
    expect(planned(flow).intent.exits).toEqual(["cart_emptied"]);
  });
});

describe("the end of an enrollment", () => {
  const ordered = enrollmentFacts({ ordersSince: [anOrderSince()] });
  const exits = ["order_placed"] as const;

  test("is the goal if that is reached, whatever other exit is met", () => {
    expect(getEndReason({ exits: [...exits], goal: "order_placed" }, ordered)).toBe("goal_reached");
    expect(getEndReason({ exits: [...exits], goal: null }, ordered)).toBe("order_placed");
    expect(getEndReason({ exits: [], goal: "cart_emptied" }, ordered)).toBeNull();
  });

  test("is not the goal when the customer opted out", () => {
    const profile = profileFacts({ marketingState: "unsubscribed" });
    const facts = { ...ordered, profile };
    expect(getEndReason({ exits: [], goal: "order_placed" }, facts)).toBe("unsubscribed");
  });
});

test("only a checkout must be idle before the next step", () => {
  const due = aDueEnrollment({ stepId: "gone-again", dueAt: NOW });
  const seenNow = enrollmentFacts({ object: productFacts({ at: NOW }) });
  expect(planStep(BACK_IN_STOCK, due, seenNow, NOW)[0]).toMatchObject({ kind: "plan_message" });
  const steps = [tag("a")];
  expect(tagsOf(plan(steps, {}, { object: orderFacts({ placedAt: NOW }) }))).toEqual(["a"]);
});
