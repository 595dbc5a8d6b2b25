import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideDelivery } from "~/delivery/decision/decide-delivery";
import type { HoldoutVariant } from "~/experiments/draw-holdout";
import { decideEnrollment, decideEntry, type ExistingEnrollment } from "~/flows/rules/enroll";
import { findExitReason } from "~/flows/rules/exit-reason";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { planStep } from "~/flows/rules/plan-step";
import type { OrderFacts, EnrollmentFacts } from "~/flows/rules/enrollment-facts";
import type { SendIntent, TriggerObject } from "~/flows/definition/send-step";
import { NOW } from "../support/builders";
import { deliveryFacts, SETTINGS } from "../support/delivery-builders";
import {
  checkoutFacts,
  aDueEnrollment,
  profileFacts,
  enrollmentFacts,
} from "../support/enrollment-builders";
import { propertyRuns } from "../support/property-runs";

interface Happening {
  readonly kind: string;
  readonly token?: number;
  readonly hours?: number;
}

const token = fc.integer({ min: 0, max: 1 });
/** A customer's actions; in most hours there are none. */
const someAct = fc.oneof(
  { weight: 24, arbitrary: fc.constant<Happening[]>([]) },
  { weight: 4, arbitrary: token.map((n): Happening[] => [{ kind: "touch", token: n }]) },
  { weight: 1, arbitrary: token.map((n): Happening[] => [{ kind: "order", token: n }]) },
  { weight: 1, arbitrary: fc.constant<Happening[]>([{ kind: "unsubscribe" }]) },
);
/** Jobs run late, out of order, or not at all. */
const someJobs = fc.shuffledSubarray<Happening>([
  { kind: "enroll", token: 0 },
  { kind: "enroll", token: 1 },
  { kind: "advance" },
  { kind: "advance" },
  { kind: "deliver" },
  { kind: "deliver" },
]);
const someWait = fc
  .integer({ min: 1, max: 9 })
  .map((hours): Happening => ({ kind: "wait", hours }));
const someLife = fc
  .array(fc.tuple(someAct, someJobs, someWait), { minLength: 10, maxLength: 60 })
  .map((stretches) => stretches.flatMap(([act, jobs, wait]) => [...act, ...jobs, wait]))
  // Every life begins with an abandoned checkout.
  .map((life): Happening[] => [{ kind: "touch", token: 0 }, { kind: "enroll", token: 0 }, ...life]);

interface ModelEnrollment extends ExistingEnrollment {
  readonly variant: HoldoutVariant;
  readonly stepId: string;
  readonly trigger: TriggerObject;
}

interface ModelMessage {
  readonly enrollmentId: string;
  readonly stepId: string;
  state: "planned" | "withheld" | "sent" | "skipped";
  notBefore: Date;
  readonly expiresAt: Date;
  readonly intent: SendIntent;
  sentAt?: Date;
}

/** The rules for one customer without a database: the jobs in one page. */
function createModel(variant: HoldoutVariant) {
  let now = NOW;
  let isSubscribed = true;
  const checkouts = new Map<number, { startedAt: Date; updatedAt: Date }>();
  const orders: OrderFacts[] = [];
  const enrollments = new Map<string, ModelEnrollment>();
  const messages: ModelMessage[] = [];

  const tokenOf = (n: number) => `checkout-${n}`;
  const factsOf = (token: string): EnrollmentFacts => {
    const left = checkouts.get(Number(token.split("-")[1]));
    return enrollmentFacts({
      profile: profileFacts({ marketingState: isSubscribed ? "subscribed" : "unsubscribed" }),
      object: left ? checkoutFacts({ token, ...left }) : null,
      ordersSince: orders.filter(
        (order) =>
          order.checkoutToken === token || (left !== undefined && order.placedAt >= left.startedAt),
      ),
      hasNewerCheckout: [...checkouts].some(
        ([n, { startedAt }]) =>
          left !== undefined && tokenOf(n) !== token && startedAt > left.startedAt,
      ),
    });
  };
  const exit = (enrollment: ModelEnrollment) => {
    enrollments.set(enrollment.enrollmentId, { ...enrollment, state: "ended", nextRunAt: null });
    for (const message of messages) {
      if (message.enrollmentId === enrollment.enrollmentId && message.state === "planned") {
        message.state = "skipped";
      }
    }
  };

  return {
    messages,
    orders,
    unsubscribedAt: null as Date | null,
    step({ kind, token = 0, hours = 0 }: Happening) {
      switch (kind) {
        case "wait":
          now = new Date(now.getTime() + hours * 3_600_000);
          break;
        case "touch":
          checkouts.set(token, {
            startedAt: checkouts.get(token)?.startedAt ?? now,
            updatedAt: now,
          });
          break;
        case "order":
          orders.push({
            orderId: String(orders.length),
            placedAt: now,
            checkoutToken: tokenOf(token),
            cartToken: null,
          });
          break;
        case "unsubscribe":
          isSubscribed = false;
          this.unsubscribedAt ??= now;
          break;
        case "enroll": {
          for (const enrollment of enrollments.values()) {
            const reason = findExitReason(ABANDONED_CHECKOUT.exits, factsOf(enrollment.objectKey));
            if (enrollment.state === "active" && reason !== null) exit(enrollment);
          }
          if (!checkouts.has(token)) break;
          const facts = factsOf(tokenOf(token));
          const decision = decideEnrollment(
            ABANDONED_CHECKOUT,
            facts,
            [...enrollments.values()],
            now,
          );
          if (decision.kind === "await") {
            const enrollmentId = `enrollment-of-${tokenOf(token)}`;
            enrollments.set(enrollmentId, {
              enrollmentId,
              objectKey: tokenOf(token),
              state: "scheduled",
              hasEmailed: false,
              variant,
              stepId: "email-1",
              trigger: decision.trigger,
              objectUpdatedAt: decision.objectUpdatedAt,
              nextRunAt: decision.firesAt,
            });
          }
          if (decision.kind === "update") {
            const enrollment = enrollments.get(decision.enrollmentId)!;
            enrollments.set(enrollment.enrollmentId, {
              ...enrollment,
              objectUpdatedAt: decision.objectUpdatedAt,
              nextRunAt: decision.nextRunAt,
              stepId: decision.restarts ? "email-1" : enrollment.stepId,
            });
          }
          break;
        }
        case "advance":
          for (const enrollment of [...enrollments.values()]) {
            if (enrollment.nextRunAt === null || enrollment.nextRunAt > now) continue;
            const facts = factsOf(enrollment.objectKey);
            if (enrollment.state === "scheduled") {
              const entry = decideEntry(ABANDONED_CHECKOUT, facts, now);
              if (entry.kind === "nothing") enrollments.delete(enrollment.enrollmentId);
              if (entry.kind === "await") {
                enrollments.set(enrollment.enrollmentId, {
                  ...enrollment,
                  nextRunAt: entry.firesAt,
                });
              }
              if (entry.kind !== "enter") continue;
              enrollments.set(enrollment.enrollmentId, { ...enrollment, state: "active" });
            }
            const due = aDueEnrollment({ ...enrollment, dueAt: enrollment.nextRunAt });
            for (const command of planStep(ABANDONED_CHECKOUT, due, facts, now)) {
              const current = enrollments.get(enrollment.enrollmentId)!;
              if (command.kind === "plan_message") {
                messages.push({ ...command, enrollmentId: enrollment.enrollmentId });
                enrollments.set(enrollment.enrollmentId, { ...current, hasEmailed: true });
              } else if (command.kind === "wait") {
                const { stepId, until } = command;
                enrollments.set(enrollment.enrollmentId, { ...current, stepId, nextRunAt: until });
              } else if (command.kind === "exit") exit(current);
              else
                enrollments.set(enrollment.enrollmentId, {
                  ...current,
                  state: "ended",
                  nextRunAt: null,
                });
            }
          }
          break;
        case "deliver":
          for (const message of messages) {
            if (message.state !== "planned" || message.notBefore > now) continue;
            const enrollment = enrollments.get(message.enrollmentId)!;
            const facts = deliveryFacts({
              intent: message.intent,
              expiresAt: message.expiresAt,
              enrollment: factsOf(enrollment.objectKey),
              recentMarketingAt: messages.flatMap(({ sentAt }) => sentAt ?? []),
            });
            const decision = decideDelivery(facts, SETTINGS, now);
            if (decision.kind === "defer") message.notBefore = decision.until;
            if (decision.kind === "skip") message.state = "skipped";
            if (decision.kind === "send") Object.assign(message, { state: "sent", sentAt: now });
          }
          break;
      }
    },
  };
}

/** Plays a life and checks the result. */
function holds(
  variant: HoldoutVariant,
  question: (model: ReturnType<typeof createModel>) => boolean,
) {
  fc.assert(
    fc.property(someLife, (happenings) => {
      const model = createModel(variant);
      for (const happening of happenings) model.step(happening);
      return question(model);
    }),
    { numRuns: propertyRuns(500) },
  );
}

const sent = (model: ReturnType<typeof createModel>) =>
  model.messages.flatMap(({ sentAt, ...message }) => (sentAt ? [{ ...message, sentAt }] : []));

describe("any events in any order", () => {
  test("never send an email about a completed checkout", () => {
    holds("treated", (model) =>
      sent(model).every(({ sentAt, intent: { trigger } }) =>
        model.orders.every(
          (order) =>
            trigger.kind !== "checkout" ||
            order.checkoutToken !== trigger.token ||
            order.placedAt >= sentAt,
        ),
      ),
    );
  });

  test("never send an email about a checkout after a later order", () => {
    holds("treated", (model) =>
      sent(model).every(({ sentAt, intent: { trigger } }) =>
        model.orders.every(
          ({ placedAt }) =>
            trigger.kind !== "checkout" || placedAt < trigger.startedAt || placedAt >= sentAt,
        ),
      ),
    );
  });

  test("never email twice from one step", () => {
    holds("treated", (model) => {
      const keys = model.messages.map(({ enrollmentId, stepId }) => `${enrollmentId}/${stepId}`);
      return new Set(keys).size === keys.length;
    });
  });

  test("never send to an unsubscribed customer", () => {
    holds("treated", (model) => {
      const { unsubscribedAt } = model;
      return sent(model).every(({ sentAt }) => unsubscribedAt === null || sentAt <= unsubscribedAt);
    });
  });

  test("never send to the holdout", () => {
    holds("holdout", (model) =>
      model.messages.every(({ state }) => state === "withheld" || state === "skipped"),
    );
  });

  test("produce emails, so that the rules above are tested", () => {
    const lives = fc.sample(someLife, 200).map((life) => {
      const model = createModel("treated");
      for (const happening of life) model.step(happening);
      return sent(model).length;
    });
    expect(lives.filter((emails) => emails > 0).length).toBeGreaterThan(50);
    expect(Math.max(...lives)).toBeGreaterThan(2);
  });
});
