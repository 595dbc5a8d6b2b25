import type { Decision, DeliveryFacts, SkipReason } from "~/delivery/decision/decide-delivery";
import { decideSlice } from "~/delivery/decision/decide-slice";
import { repeatKeyOf } from "~/delivery/decision/repeat-rule";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { findExitReason } from "~/flows/rules/exit-reason";
import type { ProfileId } from "~/lib/profile-id";
import { deliveryFacts } from "../../support/delivery-builders";
import type { MessageChoice } from "../laws/choice-factors";
import { drawCustomers, orderChance, reactionTo } from "../laws/customer-law";
import { draw } from "../laws/draws";
import { hourAt } from "../laws/hour-law";
import { MESSAGE_KINDS, type MessageKind } from "../laws/ranges";
import type { ShopLaw } from "../laws/shop-law";
import { asksFor, awaitLapse, campaignOn, hasOrdered, leavesCheckout, signsUp } from "./arrivals";
import type { Automation } from "./automation";
import { receiveCoupon, redeemCoupon } from "./coupons";
import { advanceFlows, enterFlows } from "./pass-flows";
import { beginLife, factsOf, stateOf, type Person, type PlannedMessage } from "./person";
import { drawSale, expectSale, type Sale } from "./sales";
import { BEGAN_MS, DAY_MS, dayOf, HOUR_MS, hourOf } from "./times";

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
  /** Net revenue less the cost of goods; the net revenue itself in shops without margins. */
  readonly profitMinor: number;
  readonly expectedProfitMinor: number;
  readonly discountMinor: number;
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
  readonly chosen: MessageChoice;
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
    ...{ netMinor: 0, expectedMinor: 0, profitMinor: 0, expectedProfitMinor: 0, discountMinor: 0 },
    ...{ orders: 0, left: 0 },
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
  profitMinor: number;
  expectedProfitMinor: number;
  discountMinor: number;
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
  const chance = orderChance(law, person.law, stateOf(law, person, startMs), day);
  expectOrder(shop, person, startMs, { chance, isCaused: false });
  const comes = (purpose: "order" | "checkout" | "request", probability: number) =>
    draw(law.seed, customer, day, purpose) < probability;
  /** At the shop's usual hour, or drawn where hours matter. */
  const happensAt = (usualHour: number, happens: (atMs: number) => void) => {
    const uniform = () => draw(law.seed, customer, day, "timeOfDay", usualHour);
    const hour = law.choices ? hourAt(law.choices.hours.ordersUntil, uniform()) : usualHour;
    const atMs = startMs + Math.round(hour * HOUR_MS);
    happenings.push({ atMs, happens: () => happens(atMs) });
  };
  if (joinsOn === day && day > 0 && person.isSubscribed) {
    happensAt(9, (atMs) => signsUp(person, atMs));
  }
  if (comes("checkout", chance * law.checkoutsPerOrder)) {
    happensAt(11, (atMs) => leavesCheckout(person, atMs));
  }
  if (comes("request", law.requestsPer28Days / 28)) {
    const wait = 3 + 14 * draw(law.seed, customer, day, "request", 1);
    happensAt(12, () => asksFor(person, startMs + wait * DAY_MS));
  }
  if (comes("order", chance)) {
    const key = { day, nth: 0, isCaused: false };
    happensAt(13, (atMs) => placeOrder(shop, person, drawSale(law, person, atMs, key), atMs, 0));
  }
  happenings.sort((a, b) => a.atMs - b.atMs);
  if (campaign && person.isSubscribed && !person.hasLeft) plan(shop, person, { ...campaign });

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
    advanceFlows(person, nowMs, (message) => plan(shop, person, message));
    sendDue(shop, person, nowMs);
  }
}

/** A planned message leaves when the automation says, if it can. */
function plan({ automation }: Shop, person: Person, message: PlannedMessage): void {
  const atMs = automation.leavesAt(person, message);
  const isPossible = atMs >= message.plannedMs && atMs < message.expiresAt.getTime();
  if (isPossible) message.nextMs = atMs;
  person.planned.push(message);
}

/** Adds a possible order to the expected revenue. */
function expectOrder(
  shop: Shop,
  person: Person,
  atMs: number,
  { chance, isCaused }: { readonly chance: number; readonly isCaused: boolean },
): void {
  const { netMinor, profitMinor } = expectSale(shop.law, person, atMs, isCaused);
  shop.expectedMinor += chance * netMinor;
  shop.expectedProfitMinor += chance * profitMinor;
}

function nextDue({ arrivals, enrollments, planned }: Person): number {
  let dueMs = Infinity;
  for (const { atMs } of arrivals) dueMs = Math.min(dueMs, atMs);
  for (const { dueAt } of enrollments) dueMs = Math.min(dueMs, dueAt.getTime());
  for (const { nextMs } of planned) dueMs = Math.min(dueMs, nextMs);
  return dueMs;
}

function placeOrder(shop: Shop, person: Person, sale: Sale, atMs: number, nth: number): void {
  const { netMinor, profitMinor, discountMinor, share, isLast } = sale;
  shop.netMinor += netMinor;
  shop.profitMinor += profitMinor;
  shop.discountMinor += discountMinor;
  shop.orders += 1;
  person.netMinor += netMinor;
  if (discountMinor > 0) redeemCoupon(person.coupons);
  person.lastOrderDay = dayOf(atMs);
  person.lastOrderShare = share;
  person.isAway = isLast;
  person.orderCount += 1;
  person.lastEngagedMs = atMs;
  const orderId = `order-${atMs}-${nth}`;
  const placedAt = new Date(atMs);
  person.orders.push({ orderId, placedAt, checkoutToken: null, cartToken: null });
  hasOrdered(person, { orderId, placedAt, totalMinor: netMinor });
  shop.automation.noticeOrder(person, { atMs, netMinor, profitMinor, discountMinor });
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
    note(shop, planned, decision);
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

function note(shop: Shop, planned: PlannedMessage, decision: Decision): void {
  const counts = shop.counts.get(planned.kind)!;
  if (decision.kind === "send") counts.sent += 1;
  if (decision.kind === "skip") {
    counts.skipped.set(decision.reason, (counts.skipped.get(decision.reason) ?? 0) + 1);
  }
}

const KIND_NUMBER = new Map(MESSAGE_KINDS.map((kind, n) => [kind, n]));

/** A customer's immediate response to a message. */
function react(shop: Shop, person: Person, planned: PlannedMessage, nowMs: number): void {
  const { law, automation } = shop;
  const { kind, nth, enrollment, intent, email, plannedMs } = planned;
  const { customer } = person.law;
  const day = dayOf(nowMs);
  const chosen = automation.chooseFor(person, planned, nowMs);
  shop.sent.push({ profileId: person.profileId, planned, atMs: nowMs, chosen });
  const state = stateOf(law, person, nowMs);
  const sending = { email, hour: hourOf(nowMs), delayHours: (nowMs - plannedMs) / HOUR_MS };
  const { clicks, buys, leaves } = reactionTo(law, person.law, state, {
    ...{ kind, day },
    chosen: { ...chosen, ...sending },
  });
  person.sentAt.push(new Date(nowMs));
  person.firstSentMs ??= nowMs;
  const sameKey = repeatKeyOf(intent);
  if (sameKey !== null) person.sameSentAt.set(sameKey, new Date(nowMs));
  if (law.choices) receiveCoupon(person.coupons, chosen.offerPercent, nowMs);
  // Separate draws for each email of a day: by kind, and index within the kind. Where the time is chosen, the day is the
  // merchant's, so that the same email has the same draws whenever it leaves.
  const key = (KIND_NUMBER.get(kind)! * 8 + (nth % 8)) % 64;
  const drawDay = law.choices ? dayOf(plannedMs) : day;
  const comes = (purpose: "clicks" | "buys" | "leaves", chance: number) =>
    draw(law.seed, customer, drawDay, purpose, key) < chance;
  expectOrder(shop, person, nowMs, { chance: buys, isCaused: true });
  const orderNth = 1 + (key % 60);
  const sale = comes("buys", buys)
    ? drawSale(law, person, nowMs, { day: drawDay, nth: orderNth, isCaused: true })
    : null;
  const hasClicked = sale !== null || comes("clicks", clicks);
  const hasLeft = comes("leaves", leaves);
  automation.notice(person, {
    ...{ atMs: nowMs, purpose: intent.purpose, before: state.recentMessages },
    ...{ hasClicked, hasLeft, planned, chosen, netMinor: sale?.netMinor ?? 0 },
  });
  if (hasClicked) {
    person.lastEngagedMs = nowMs;
    if (enrollment) enrollment.hasClicked = true;
  }
  if (sale) placeOrder(shop, person, sale, nowMs, orderNth);
  if (hasLeft) {
    person.hasLeft = true;
    shop.left += 1;
  }
}
