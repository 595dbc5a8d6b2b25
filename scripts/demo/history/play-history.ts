import { SendingSettings } from "~/delivery/settings/sending-settings";
import { isInBaseline } from "~/experiments/draw-holdout";
import { drawFlowVariant } from "~/flows/rules/plan-enrollments";
import type { SeedOrder, SeedProduct, StoreSeed } from "../../../test/shopify/store-seed";
import { runEmailPolicy } from "../../../test/simulated-shops/life/email-policy";
import { advanceFlows, enterFlows } from "../../../test/simulated-shops/life/pass-flows";
import type { PlannedMessage } from "../../../test/simulated-shops/life/person";
import { dayOf } from "../../../test/simulated-shops/life/times";
import { takeStep } from "./arrivals";
import { decideDue } from "./decide-due";
import { findRecipients } from "./find-recipients";
import type { History, PastDecision, PastEnrollment, PastMessage, PastOutcome } from "./history";
import type { LiveEnrollment, Play } from "./play";
import { nextDueMs, totalOf, type Recipient } from "./recipients";
import { sendEmail } from "./send-email";
import { listSubjects } from "./subject-tests";
import { withHistory } from "./with-history";

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 60;
/** Popular products that each email of the history links to. */
const LINKED_PRODUCTS = 3;

/**
 * Plays the weeks before the store's cut in memory: flows, delivery, holdouts and the choice of subjects are Kindred's own
 * code, reactions are the laws of the demo's readers, and orders are the store's own, with those that emails caused. Pure:
 * the same seed gives the same history.
 */
export function playHistory(seed: StoreSeed, days = HISTORY_DAYS): History {
  const endMs = Date.parse(seed.cutAt);
  const beganMs = Math.floor(endMs / DAY_MS - days) * DAY_MS;
  const decisions: PastDecision[] = [];
  const firstDay = dayOf(beganMs);
  const play: Play = {
    ...{ seed, endMs, timeZone: seed.shop.timeZone },
    settings: SendingSettings.parse({ senderAddress: seed.shop.email }),
    policy: runEmailPolicy(seed.shop.domain, (email, day) => listSubjects(email, day - firstDay), {
      triesMore: false,
      record: ({ day, ...decision }) =>
        decisions.push({ ...decision, at: new Date(beganMs + (day - firstDay) * DAY_MS) }),
    }),
    productById: new Map(seed.products.map((product) => [product.id, product])),
    popular: findPopular(seed, beganMs),
    ...{ entered: new Map(), messages: new Map(), bought: [], left: new Map() },
  };
  const recipients = findRecipients(seed, beganMs);
  for (let dayMs = beganMs; dayMs < endMs; dayMs += DAY_MS) {
    play.policy.learn(dayOf(dayMs));
    for (const recipient of recipients) {
      if (nextDueMs(recipient) < dayMs + DAY_MS) liveDay(play, recipient, dayMs);
    }
  }
  return {
    beganAt: new Date(beganMs),
    seed: withHistory(seed, play),
    ...toRows(play),
    receivedAtMs: new Map(
      recipients.map(({ customer, receivedAtMs }) => [customer.email, receivedAtMs]),
    ),
    decisions,
    experiments: play.policy.experiments().filter(({ variants }) => variants.length > 1),
  };
}

function findPopular({ products, orders }: StoreSeed, beganMs: number): SeedProduct[] {
  const sold = new Map<string, number>();
  for (const { createdAt, lines } of orders) {
    if (Date.parse(createdAt) >= beganMs) break;
    for (const { productId } of lines) {
      if (productId !== null) sold.set(productId, (sold.get(productId) ?? 0) + 1);
    }
  }
  return products
    .filter(({ id, status }) => status === "ACTIVE" && sold.has(id))
    .toSorted((a, b) => (sold.get(b.id) ?? 0) - (sold.get(a.id) ?? 0))
    .slice(0, LINKED_PRODUCTS);
}

function liveDay(play: Play, recipient: Recipient, startMs: number): void {
  const { person } = recipient;
  for (;;) {
    const dueMs = nextDueMs(recipient);
    if (dueMs >= startMs + DAY_MS) return;
    const nowMs = Math.max(startMs, dueMs);
    const [step] = recipient.steps;
    if (step && step.atMs <= dueMs) {
      recipient.steps.shift();
      takeStep(recipient, step);
      if (step.kind === "order") noticeOrder(play, recipient, step.order);
      continue;
    }
    enterFlows(person, nowMs);
    for (const it of person.enrollments) noteEntry(play, recipient, it, nowMs);
    const before = person.enrollments;
    advanceFlows(person, nowMs, (planned) => noteMessage(play, recipient, planned, nowMs));
    for (const it of before) if (!person.enrollments.includes(it)) noteEnd(play, it, nowMs);
    for (const [planned, decision] of decideDue(play, recipient, nowMs)) {
      const message = play.messages.get(planned);
      if (!message) continue;
      message.outcome =
        decision.kind === "send"
          ? sendEmail(play, recipient, planned, nowMs)
          : { state: "skipped", reason: decision.reason };
    }
  }
}

function noticeOrder({ policy, settings }: Play, { person }: Recipient, order: SeedOrder): void {
  const netMinor = (totalOf(order) * settings.marginPercent) / 100;
  policy.order(person, { atMs: Date.parse(order.createdAt), netMinor });
}

function noteEntry(
  { seed, entered, settings: { holdoutRate } }: Play,
  { person: { profileId } }: Recipient,
  its: LiveEnrollment,
  nowMs: number,
): void {
  if (entered.has(its)) return;
  const at = new Date(nowMs);
  const flowId = its.definition.key;
  entered.set(its, {
    ...{ flowId, profileId, trigger: its.trigger },
    variant: drawFlowVariant({ flowId, holdoutRate }, seed.shop.domain, profileId),
    ...{ enrolledAt: at, objectUpdatedAt: at, endedAt: null },
  });
}

function noteEnd({ entered }: Play, enrollment: LiveEnrollment, nowMs: number): void {
  const its = entered.get(enrollment);
  if (its) entered.set(enrollment, { ...its, endedAt: new Date(nowMs) });
}

/** A planned message waits until it is due; one of the holdout is only recorded. */
function noteMessage(
  { entered, messages, policy }: Play,
  { person }: Recipient,
  planned: PlannedMessage,
  nowMs: number,
): void {
  const { enrollment } = planned;
  if (enrollment === null) return;
  const isHeldOut = entered.get(enrollment)?.variant === "holdout";
  const plannedAt = new Date(nowMs);
  const outcome: PastOutcome = isHeldOut
    ? { state: "withheld", reason: "holdout" }
    : { state: "planned", at: plannedAt };
  messages.set(planned, { enrollment, planned, plannedAt, outcome });
  if (isHeldOut) return;
  policy.plan(planned.email, dayOf(nowMs), false);
  person.planned.push(planned);
}

function toRows({ seed, settings, entered, messages }: Play) {
  const enrollmentOf = new Map<LiveEnrollment, PastEnrollment>();
  for (const [live, its] of entered) {
    const next = its.endedAt ? null : { stepId: live.stepId, at: live.dueAt };
    enrollmentOf.set(live, { ...its, next, exitReason: live.exit });
  }
  return {
    enrollments: [...enrollmentOf.values()],
    messages: [...messages.values()].flatMap((message): PastMessage[] => {
      const { planned, plannedAt, outcome } = message;
      const enrollment = enrollmentOf.get(message.enrollment);
      if (!enrollment) return [];
      const { profileId } = enrollment;
      const { intent, expiresAt, email } = planned;
      return [
        {
          ...{ enrollment, intent, plannedAt, expiresAt },
          stepId: email.slice(email.indexOf("/") + 1),
          inBaseline: isInBaseline(seed.shop.domain, profileId, settings.baselineRate),
          outcome:
            outcome.state === "planned" ? { ...outcome, at: new Date(planned.nextMs) } : outcome,
        },
      ];
    }),
  };
}
