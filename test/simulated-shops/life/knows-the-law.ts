import { customerKindOf, type MessageChoice } from "../laws/choice-factors";
import { OFFER_PERCENTS } from "../laws/choice-ranges";
import {
  effectOfContent,
  optionsOf,
  OWN_CONTENT,
  type Content,
  type ContentLaw,
  type CustomerKind,
} from "../laws/content-law";
import { meanOrderMinor, orderChance, reactionTo, type CustomerState } from "../laws/customer-law";
import type { DecisionShop } from "../laws/decision-shop";
import { COUPON_DAYS, redeemChance, WAITING_DAYS } from "../laws/offer-law";
import { AUTOMATION_OFF, type Automation } from "./automation";
import { validPercent } from "./coupons";
import { stateOf, type Person, type PlannedMessage } from "./person";
import { dayOf, HOUR_MS, hourOf } from "./times";

/** What is decided; the rest stays as the merchant has it. */
export type Dimension = "content" | "hour" | "offer";
export const DIMENSIONS: readonly Dimension[] = ["content", "hour", "offer"];

/**
 * Decides each message with the shop's law, by its expected net revenue: the order it causes, less the discount on orders
 * that come anyway, and less what a lost subscriber and a customer who learns to wait for coupons cost. It looks no
 * further than one message, so the true maximum is slightly higher.
 *
 * @param days of the simulation, after which nothing counts
 */
export function knowLaw(
  law: DecisionShop,
  days: number,
  dimensions: readonly Dimension[] = DIMENSIONS,
): Automation {
  const decides = (dimension: Dimension) => dimensions.includes(dimension);
  const contentsOf = listContents(law.choices.content);
  return {
    ...AUTOMATION_OFF,
    leavesAt: (person, planned) =>
      decides("hour") ? bestTime(law, person, planned) : planned.plannedMs,
    chooseFor(person, planned, atMs) {
      const own = AUTOMATION_OFF.chooseFor(person, planned, atMs);
      if (!decides("content") && !decides("offer")) return own;
      const state = stateOf(law, person, atMs);
      const lossMinor = costOfLoss(law, person, state, { day: dayOf(atMs), days });
      const customers = customerKindOf(state, dayOf(atMs));
      const contents = decides("content") ? contentsOf(planned.email, customers) : [OWN_OPTION];
      const percents = decides("offer") ? OFFER_PERCENTS : [own.offerPercent];
      let best: MessageChoice & { value: number } = { ...own, value: -Infinity };
      for (const offerPercent of percents) {
        const offered = valueOfOffer(law, person, state, { planned, atMs, offerPercent });
        for (const { content, buys, leaves } of contents) {
          const value =
            offered.orderMinor * buys - offered.leaves * lossMinor * leaves - offered.costMinor;
          if (value > best.value) best = { content, offerPercent, value };
        }
      }
      return { content: best.content, offerPercent: best.offerPercent };
    },
  };
}

interface ContentOption {
  readonly content: Content;
  /** Factors. */
  readonly buys: number;
  readonly leaves: number;
}

const OWN_OPTION: ContentOption = { content: OWN_CONTENT, buys: 1, leaves: 1 };

/** All combinations of an email's options with their factors, the merchant's first. */
function listContents(law: ContentLaw) {
  const known = new Map<string, readonly ContentOption[]>();
  return (email: string, customers: CustomerKind): readonly ContentOption[] => {
    const key = `${email} ${customers}`;
    const before = known.get(key);
    if (before) return before;
    const { subject: subjects, list: lists, layout: layouts } = optionsOf(law, email);
    const listed = subjects.flatMap((subject) =>
      lists.flatMap((list) =>
        layouts.map((layout) => {
          const content = { subject, list, layout };
          const { buys, leaves } = effectOfContent(law, email, content, customers);
          return { content, buys: Math.exp(buys), leaves: Math.exp(leaves) };
        }),
      ),
    );
    known.set(key, listed);
    return listed;
  };
}

/** What a message with a discount is worth with the merchant's content. */
function valueOfOffer(
  law: DecisionShop,
  person: Person,
  state: CustomerState,
  message: {
    readonly planned: PlannedMessage;
    readonly atMs: number;
    readonly offerPercent: number;
  },
) {
  const { planned, atMs, offerPercent } = message;
  const { kind, email, plannedMs } = planned;
  const { offers } = law.choices;
  const { offerType } = person.law;
  const day = dayOf(atMs);
  const chosen = {
    ...{ content: OWN_CONTENT, offerPercent, email },
    ...{ hour: hourOf(atMs), delayHours: (atMs - plannedMs) / HOUR_MS },
  };
  const { buys, leaves } = reactionTo(law, person.law, state, { kind, day, chosen });
  const meanMinor = meanOrderMinor(law, person.law);
  const before = validPercent(person.coupons, atMs);
  const percent = Math.max(before, offerPercent);
  const orderMinor =
    buys * meanMinor * (1 - (percent / 100) * redeemChance(offers, offerType, true));
  if (offerPercent === 0) return { orderMinor, leaves, costMinor: 0 };
  const chanceOn = (ahead: number) =>
    orderChance(law, person.law, { ...state, isWaiting: false }, day + ahead);
  const daily = (chanceOn(1) + chanceOn(7) + chanceOn(13)) / 3;
  const anyway = daily * COUPON_DAYS * meanMinor;
  const discount = redeemChance(offers, offerType, false) / 100;
  let costMinor = anyway * discount * (percent - before);
  if (offerType === "deal_seeker") {
    // The coupon ends their waiting for now, and is one of those for which they wait later.
    if (state.isWaiting) costMinor -= offers.waitLoss * anyway * (1 - percent / 100);
    costMinor += (offers.waitLoss * daily * WAITING_DAYS * meanMinor) / offers.waitsFrom;
  }
  return { orderMinor, leaves, costMinor };
}

/** Net revenue that an unsubscribe costs until the end: fewer orders, and none by email. */
function costOfLoss(
  law: DecisionShop,
  person: Person,
  state: CustomerState,
  { day, days }: { readonly day: number; readonly days: number },
): number {
  const byEmail = (law.campaignsPerWeek / 7) * law.responses.campaign.buys * person.law.engagement;
  const anyway = orderChance(law, person.law, state, day) * law.leaverLoss;
  return (anyway + byEmail) * (days - day) * meanOrderMinor(law, person.law);
}

/** How long a message may wait for a better hour, and the gain below which it does not. */
const MAX_WAIT_HOURS = 36;
const MIN_GAIN = 1.02;

function bestTime(law: DecisionShop, person: Person, planned: PlannedMessage): number {
  const { plannedMs, expiresAt, kind } = planned;
  const { byWeekday, halfLife } = law.choices.hours;
  const byHour = person.law.byHour ?? law.choices.hours.byHour;
  const factorAt = (atMs: number) =>
    byHour[hourOf(atMs)]! *
    byWeekday[dayOf(atMs) % 7]! *
    0.5 ** ((atMs - plannedMs) / HOUR_MS / halfLife[kind]);
  let [bestMs, best] = [plannedMs, factorAt(plannedMs) * MIN_GAIN];
  const lastMs = Math.min(expiresAt.getTime() - HOUR_MS, plannedMs + MAX_WAIT_HOURS * HOUR_MS);
  const firstMs = Math.floor(plannedMs / HOUR_MS) * HOUR_MS + HOUR_MS;
  for (let atMs = firstMs; atMs < lastMs; atMs += HOUR_MS) {
    const factor = factorAt(atMs);
    if (factor > best) [bestMs, best] = [atMs, factor];
  }
  return bestMs;
}

/** Email frequency with the law: at most one email a week besides those that customers asked for or triggered. */
export const oneEmailAWeek: Automation["factsFor"] = (_, { kind }) =>
  kind === "checkout" || kind === "requested" ? {} : { learnedCap: 1 };
