import type { Decision, DeliveryFacts, SkipReason } from "~/delivery/decision/decide-delivery";
import { decideSlice } from "~/delivery/decision/decide-slice";
import { repeatKeyOf } from "~/delivery/decision/repeat-rule";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import type { MessagePurpose } from "~/flows/definition/purpose";
import { findExitReason } from "~/flows/rules/exit-reason";
import type { ProfileId } from "~/lib/profile-id";
import { deliveryFacts } from "../../support/delivery-builders";
import {
  drawCustomers,
  drawOrder,
  meanOrderMinor,
  orderChance,
  reactionTo,
} from "../laws/customer-law";
import { draw } from "../laws/draws";
import { MESSAGE_KINDS, type MessageKind } from "../laws/ranges";
import type { ShopLaw } from "../laws/shop-law";
import { asksFor, awaitLapse, campaignOn, hasOrdered, leavesCheckout, signsUp } from "./arrivals";
import { advanceFlows, enterFlows } from "./pass-flows";
import {
  BEGAN_MS,
  beginLife,
  DAY_MS,
  dayOf,
  factsOf,
  HOUR_MS,
  stateOf,
  type Person,
  type PlannedMessage,
} from "./person";

/** Policy for a simulated shop's email frequency, in addition to the merchant's caps. */
export interface Automation {
  /** Called for each sent message with the customer's response. */
  notice(person: Person, answer: Answer): void;
  /** Called each night, before the day's messages. */
  learn(people: readonly Person[], day: number): void;
  /** Additional facts of a message's last decision. */
  factsFor(person: Person, planned: PlannedMessage): Partial<DeliveryFacts>;
}

/** A customer's response to a message. */
export interface Answer {
  readonly atMs: number;
  readonly purpose: MessagePurpose;
  /** Marketing messages in the preceding 28 days. */
  readonly before: number;
  readonly hasClicked: boolean;
  readonly hasLeft: boolean;
}

/** Only the merchant's caps. */
export const AUTOMATION_OFF: Automation = {
  notice: () => undefined,
  learn: () => undefined,
  factsFor: () => ({}),
};

/** Outcomes of messages: `sent` and, by reason, `skipped`. */
interface MessageCounts {
  sent: number;
  readonly skipped: Map<SkipReason, number>;
}

export interface ShopLife {
  /** Revenue of all orders, net of returns, in minor units. */
  readonly netMinor: number;
  /** Expected revenue given the actual days: the same with less randomness. */
  readonly expectedMinor: number;
  readonly orders: number;
  /** Number of unsubscribes. */
  readonly left: number;
  readonly counts: ReadonlyMap<MessageKind, MessageCounts>;
  /** Each sent message: customer, email, object and time. */
  readonly sent: readonly SentMessage[];
}

interface SentMessage {
  readonly profileId: ProfileId;
  readonly planned: PlannedMessage;
  readonly atMs: number;
}

export const SETTINGS = SendingSettings.parse({ senderAddress: "hello@kettle.example" });

/** Common facts: an open shop in UTC with a sender. */
const OPEN_SHOP = deliveryFacts({ shopTimeZone: "UTC", countryCode: null });

/** Simulates a shop over this many days under a policy, with the product's own planner and delivery decisions. */
export function liveShop(law: ShopLaw, days: number, automation: Automation): ShopLife {
  const people = drawCustomers(law, days).map(beginLife);
  const shop: Shop = {
    law,
    automation,
    netMinor: 0,
    expectedMinor: 0,
    orders: 0,
    left: 0,
    counts: new Map(MESSAGE_KINDS.map((kind) => [kind, { sent: 0, skipped: new Map() }])),
    sent: [],
  };
  for (const person of people) awaitLapse(person);
  for (let day = 0; day < days; day++) {
    automation.learn(people, day);
    const campaign = campaignOn(law, day);
    for (const person of people) {
      if (person.law.joinsOn > day) continue;
      liveDay(shop, person, day, campaign);
    }
  }
  return shop;
}

interface Shop {
  readonly law: ShopLaw;
  readonly automation: Automation;
  netMinor: number;
  expectedMinor: number;
  orders: number;
  left: number;
  readonly counts: Map<MessageKind, MessageCounts>;
  readonly sent: SentMessage[];
}

/** A customer's spontaneous actions of a day, with their times. */
interface Happening {
  readonly atMs: number;
  readonly happens: () => void;
}

function liveDay(shop: Shop, person: Person, day: number, campaign: PlannedMessage | null): void {
  const { law } = shop;
  const { customer, joinsOn } = person.law;
  const startMs = BEGAN_MS + day * DAY_MS;
  const happenings: Happening[] = [];
  const chance = orderChance(law, person.law, stateOf(person, startMs), day);
  shop.expectedMinor += chance * meanOrderMinor(law, person.law);
  const comes = (purpose: "order" | "checkout" | "request", probability: number) =>
    draw(law.seed, customer, day, purpose) < probability;
  if (joinsOn === day && day > 0 && person.isSubscribed) {
    happenings.push({ atMs: startMs + 9 * HOUR_MS, happens: () => signsUp(person, startMs) });
  }
  if (comes("checkout", chance * law.checkoutsPerOrder)) {
    const atMs = startMs + 11 * HOUR_MS;
    happenings.push({ atMs, happens: () => leavesCheckout(person, atMs) });
  }
  if (comes("request", law.requestsPer28Days / 28)) {
    const wait = 3 + 14 * draw(law.seed, customer, day, "request", 1);
    happenings.push({
      atMs: startMs + 12 * HOUR_MS,
      happens: () => asksFor(person, startMs + wait * DAY_MS),
    });
  }
  if (comes("order", chance)) {
    const atMs = startMs + 13 * HOUR_MS;
    happenings.push({ atMs, happens: () => placeOrder(shop, person, atMs, 0) });
  }
  if (campaign && person.isSubscribed && !person.hasLeft) person.planned.push({ ...campaign });

  const endMs = startMs + DAY_MS;
  for (;;) {
    const [next] = happenings;
    const dueMs = nextDue(person);
    const nowMs = Math.max(startMs, Math.min(dueMs, next?.atMs ?? Infinity));
    if (nowMs >= endMs) return;
    if (next && next.atMs <= dueMs) {
      happenings.shift();
      next.happens();
      continue;
    }
    enterFlows(person, nowMs);
    advanceFlows(person, nowMs);
    sendDue(shop, person, nowMs);
  }
}

function nextDue({ arrivals, enrollments, planned }: Person): number {
  let dueMs = Infinity;
  for (const { atMs } of arrivals) dueMs = Math.min(dueMs, atMs);
  for (const { dueAt } of enrollments) dueMs = Math.min(dueMs, dueAt.getTime());
  for (const { nextMs } of planned) dueMs = Math.min(dueMs, nextMs);
  return dueMs;
}

function placeOrder(shop: Shop, person: Person, atMs: number, nth: number): void {
  const { law } = shop;
  const day = dayOf(atMs);
  const { netMinor, share, isLast } = drawOrder(law, person.law, day, nth);
  shop.netMinor += netMinor;
  shop.orders += 1;
  person.netMinor += netMinor;
  person.lastOrderDay = day;
  person.lastOrderShare = share;
  person.isAway = isLast;
  person.orderCount += 1;
  person.lastEngagedMs = atMs;
  const orderId = `order-${atMs}-${nth}`;
  const placedAt = new Date(atMs);
  person.orders.push({ orderId, placedAt, checkoutToken: null, cartToken: null });
  hasOrdered(person, { orderId, placedAt, totalMinor: netMinor });
}

const WEEK_MS = 7 * DAY_MS;

function sendDue(shop: Shop, person: Person, nowMs: number): void {
  const due = person.planned.filter(({ nextMs }) => nextMs <= nowMs);
  if (due.length === 0) return;
  const now = new Date(nowMs);
  const recentMarketingAt = person.sentAt.filter((at) => at.getTime() > nowMs - WEEK_MS);
  const decided = decideSlice(
    due.map((planned) => ({
      planned,
      profileId: person.profileId,
      facts: factsForDelivery(shop, person, planned, recentMarketingAt),
    })),
    SETTINGS,
    now,
  );
  const isOver = new Set<PlannedMessage>();
  for (const { planned, decision } of decided) {
    if (decision.kind === "defer") planned.nextMs = Math.max(nowMs + 1, decision.until.getTime());
    else isOver.add(planned);
    note(shop, person, planned, decision, nowMs);
  }
  if (isOver.size > 0) person.planned = person.planned.filter((it) => !isOver.has(it));
  for (const { planned, decision } of decided) {
    if (decision.kind === "send") react(shop, person, planned, nowMs);
  }
}

function factsForDelivery(
  { automation }: Shop,
  person: Person,
  planned: PlannedMessage,
  recentMarketingAt: readonly Date[],
): DeliveryFacts {
  const { intent, expiresAt, enrollment, object } = planned;
  // The enrollment's exit rules apply at once, not only at its next step.
  const facts = factsOf(person, object);
  const exitReason =
    enrollment && (enrollment.exit ?? findExitReason(enrollment.definition.exits, facts));
  return {
    ...OPEN_SHOP,
    ...{ intent, expiresAt, enrollment: facts, exitReason, recentMarketingAt },
    sameSentAt: person.sameSentAt.get(repeatKeyOf(intent) ?? "") ?? null,
    ...automation.factsFor(person, planned),
  };
}

function note(
  shop: Shop,
  person: Person,
  planned: PlannedMessage,
  decision: Decision,
  atMs: number,
) {
  const counts = shop.counts.get(planned.kind)!;
  if (decision.kind === "send") {
    counts.sent += 1;
    shop.sent.push({ profileId: person.profileId, planned, atMs });
  }
  if (decision.kind === "skip") {
    counts.skipped.set(decision.reason, (counts.skipped.get(decision.reason) ?? 0) + 1);
  }
}

const KIND_NUMBER = new Map(MESSAGE_KINDS.map((kind, n) => [kind, n]));

/** A customer's immediate response to a message. */
function react(
  shop: Shop,
  person: Person,
  { kind, nth, enrollment, intent }: PlannedMessage,
  nowMs: number,
): void {
  const { law } = shop;
  const { customer } = person.law;
  const day = dayOf(nowMs);
  const state = stateOf(person, nowMs);
  const { clicks, buys, leaves } = reactionTo(law, person.law, state, { kind, day });
  person.sentAt.push(new Date(nowMs));
  person.firstSentMs ??= nowMs;
  const sameKey = repeatKeyOf(intent);
  if (sameKey !== null) person.sameSentAt.set(sameKey, new Date(nowMs));
  // Separate draws for each email of the day: by kind, and index within the kind.
  const key = (KIND_NUMBER.get(kind)! * 8 + (nth % 8)) % 64;
  const comes = (purpose: "clicks" | "buys" | "leaves", chance: number) =>
    draw(law.seed, customer, day, purpose, key) < chance;
  shop.expectedMinor += buys * meanOrderMinor(law, person.law);
  const hasBought = comes("buys", buys);
  const hasClicked = hasBought || comes("clicks", clicks);
  const hasLeft = comes("leaves", leaves);
  shop.automation.notice(person, {
    ...{ atMs: nowMs, purpose: intent.purpose, before: state.recentMessages },
    ...{ hasClicked, hasLeft },
  });
  if (hasClicked) {
    person.lastEngagedMs = nowMs;
    if (enrollment) enrollment.hasClicked = true;
  }
  if (hasBought) placeOrder(shop, person, nowMs, 1 + (key % 60));
  if (hasLeft) {
    person.hasLeft = true;
    shop.left += 1;
  }
}
