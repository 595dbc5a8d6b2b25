import { effectOfContent, type Content, type CustomerKind } from "./content-law";
import type { ChoiceLaw } from "./choice-law";
import type { OfferType } from "./choice-ranges";
import { offerFactor, waitingFactor } from "./offer-law";
import type { MessageKind } from "./ranges";

/** What a customer makes of choices. */
export interface ChoiceTaste {
  /** Factors of the response by hour of the day; null: the hour makes no difference. */
  readonly byHour: readonly number[] | null;
  readonly offerType: OfferType;
}

/** The history that the effect of choices depends on. */
export interface ChoiceState {
  /** Day of their last order, for any reason; null: none. */
  readonly lastOrderDay: number | null;
  /** Day of their last click or order; null: none. */
  readonly lastEngagedDay: number | null;
  /** Whether they had several coupons and wait for the next one. */
  readonly isWaiting: boolean;
}

/** What was chosen for a message. */
export interface MessageChoice {
  readonly content: Content;
  /** The discount in percent; 0: none. */
  readonly offerPercent: number;
}

/** A message on its day of sending, with what was chosen for it. */
export interface ChosenMessage {
  readonly kind: MessageKind;
  readonly day: number;
  /** Missing: the merchant's own choice at its time, with the effect of neither. */
  readonly chosen?: MessageChoice & {
    /** Names the flow's step or the campaign. */
    readonly email: string;
    /** Hour of the day when it was sent, 0 to 23, and hours since the merchant would have sent it. */
    readonly hour: number;
    readonly delayHours: number;
  };
}

/** Factors of a message's outcomes. */
interface ChoiceFactors {
  readonly clicks: number;
  readonly buys: number;
  readonly leaves: number;
}

export const NO_FACTORS: ChoiceFactors = { clicks: 1, buys: 1, leaves: 1 };

/** Days after a click or an order in which a customer counts as engaged. */
const ENGAGED_DAYS = 90;

export function customerKindOf(
  { lastOrderDay, lastEngagedDay }: Omit<ChoiceState, "isWaiting">,
  day: number,
): CustomerKind {
  if (lastOrderDay === null && lastEngagedDay === null) return "new";
  const last = Math.max(lastOrderDay ?? -Infinity, lastEngagedDay ?? -Infinity);
  return day - last <= ENGAGED_DAYS ? "engaged" : "known";
}

/** The factors of what was chosen: of the content, of the time, and of the offer. */
export function choiceFactors(
  { content: contentLaw, hours, offers }: ChoiceLaw,
  { byHour, offerType }: ChoiceTaste,
  state: ChoiceState,
  { kind, day, chosen }: ChosenMessage,
): ChoiceFactors {
  if (!chosen) return NO_FACTORS;
  const { email, content, offerPercent, hour, delayHours } = chosen;
  const effect = effectOfContent(contentLaw, email, content, customerKindOf(state, day));
  const inTime = 0.5 ** (delayHours / hours.halfLife[kind]);
  const time = (byHour?.[hour] ?? 1) * hours.byWeekday[day % 7]! * inTime;
  // Who waits for a coupon ignores emails without one.
  const patience = waitingFactor(offers, state.isWaiting && offerPercent === 0);
  return {
    clicks: Math.exp(effect.clicks) * time,
    buys: Math.exp(effect.buys) * time * offerFactor(offers, offerType, offerPercent) * patience,
    leaves: Math.exp(effect.leaves),
  };
}
