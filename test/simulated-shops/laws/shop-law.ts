import type { ChoiceLaw } from "./choice-law";
import { draw } from "./draws";
import {
  FATIGUE_RANGES,
  FREQUENCY_KINDS,
  FREQUENCY_SIZES,
  KIND_RANGES,
  MESSAGE_KINDS,
  RANGES,
  RESPONSES,
  type MessageKind,
  type Range,
  type ShopKind,
  type Size,
} from "./ranges";

/** The components of a shop's fatigue. */
interface Fatigue {
  readonly from: number;
  readonly hazardGrowth: number;
  readonly responseDecay: number;
  readonly orderDecay: number;
}

/** The behavior of one simulated shop's customers. Plain numbers within `ranges.ts`. */
export interface ShopLaw {
  readonly seed: number;
  readonly kind: ShopKind;
  readonly size: Size;
  readonly customers: number;
  readonly newcomersPer28Days: number;
  readonly subscribedShare: number;
  readonly ordersPer28Days: number;
  readonly intervalDays: number | null;
  readonly regularity: number;
  readonly goesAway: number;
  readonly pauseDays: number;
  readonly unitsStep: number;
  readonly meanSteps: number;
  readonly unitPriceMinor: number;
  readonly returnShare: number;
  readonly checkoutsPerOrder: number;
  readonly requestsPer28Days: number;
  /** Factors of the mean for each day of a year, from the simulation's first. */
  readonly seasonByDay: readonly number[];
  readonly rateSpread: number;
  readonly engagementSpread: number;
  readonly hazardSpread: number;
  readonly valueSpread: number;
  readonly campaignsPerWeek: number;
  /** Unsubscribe probability per campaign email of an average customer without fatigue. */
  readonly hazard: number;
  readonly leaverLoss: number;
  readonly responses: Readonly<
    Record<MessageKind, { readonly clicks: number; readonly buys: number }>
  >;
  readonly fatigue: Fatigue | null;
  /** null: content, time and offers make no difference. */
  readonly choices: ChoiceLaw | null;
}

/** Two of five shops have email fatigue: of the hazard, of the response, or of both. */
const FATIGUE_OF_FIVE = 2;
const FATIGUES = ["both", "hazard", "response"] as const;

/** The fatigue of a shop by a consecutive number; null: none. */
export const fatigueOf = (number: number) =>
  number % 5 < FATIGUE_OF_FIVE ? FATIGUES[Math.floor(number / 5) % FATIGUES.length]! : null;

/**
 * The parameters of a shop for decisions on email frequency. Kind, size and fatigue rotate by the seed's number, so that
 * any forty consecutive seeds contain each combination equally often.
 */
export function drawShopLaw(seed: number): ShopLaw {
  const kind = FREQUENCY_KINDS[seed % FREQUENCY_KINDS.length]!;
  const size = FREQUENCY_SIZES[Math.floor(seed / FREQUENCY_KINDS.length) % FREQUENCY_SIZES.length]!;
  return drawLaw(seed, { kind, size, fatigueKind: fatigueOf(seed) });
}

/** What a shop's parameters are drawn for, log-uniformly. */
interface ShopFrame {
  readonly kind: ShopKind;
  readonly size: Size;
  readonly fatigueKind: (typeof FATIGUES)[number] | null;
}

export function drawLaw(seed: number, { kind, size, fatigueKind }: ShopFrame): ShopLaw {
  let nth = 0;
  const within = ([from, to]: Range) =>
    from * (to / from) ** draw(seed, 0, Math.floor(nth / 64), "shop", nth++ % 64);
  const own = KIND_RANGES[kind];
  const ofFatigue = {
    from: within(FATIGUE_RANGES.from),
    hazardGrowth: within(FATIGUE_RANGES.hazardGrowth),
    responseDecay: within(FATIGUE_RANGES.responseDecay),
    orderDecay: within(FATIGUE_RANGES.orderDecay),
  };
  const response = own.response ?? 1;
  const often = within(FATIGUE_RANGES.campaignsPerWeek);
  const usually = within(RANGES.campaignsPerWeek);
  return {
    seed,
    kind,
    size,
    customers: Math.round(within(RANGES.customers[size])),
    newcomersPer28Days: within(RANGES.newcomers),
    subscribedShare: within(RANGES.subscribedShare),
    ordersPer28Days: within(own.ordersPer28Days),
    intervalDays: own.intervalDays && within(own.intervalDays),
    regularity: within(own.regularity ?? RANGES.regularity),
    goesAway: within(own.goesAway),
    pauseDays: own.pauseDays ? within(own.pauseDays) : 0,
    unitsStep: own.unitsStep,
    meanSteps: within(own.meanSteps),
    unitPriceMinor: Math.round(within(own.unitPriceMinor)),
    returnShare: within(own.returnShare),
    checkoutsPerOrder: within(own.checkoutsPerOrder),
    requestsPer28Days: within(RANGES.requestsPer28Days),
    seasonByDay: drawSeason(within(own.season), draw(seed, 0, 2, "shop")),
    rateSpread: within(own.rateSpread ?? RANGES.rateSpread),
    engagementSpread: within(RANGES.engagementSpread),
    hazardSpread: within(RANGES.hazardSpread),
    valueSpread: within(RANGES.valueSpread),
    campaignsPerWeek: fatigueKind ? often : usually,
    hazard: within(RANGES.hazard),
    leaverLoss: within(RANGES.leaverLoss),
    responses: Object.fromEntries(
      MESSAGE_KINDS.map((it) => [
        it,
        {
          clicks: response * within(RESPONSES[it].clicks),
          buys: response * within(RESPONSES[it].buys),
        },
      ]),
    ) as ShopLaw["responses"],
    fatigue: fatigueKind && {
      from: ofFatigue.from,
      hazardGrowth: fatigueKind === "response" ? 0 : ofFatigue.hazardGrowth,
      responseDecay: fatigueKind === "hazard" ? 0 : ofFatigue.responseDecay,
      orderDecay: fatigueKind === "hazard" ? 0 : ofFatigue.orderDecay,
    },
    choices: null,
  };
}

/** A year with some better weeks and mean 1: the peak's own mean is .207. */
function drawSeason(height: number, peakAt: number): number[] {
  return Array.from({ length: 365 }, (_, day) => {
    const peak = Math.exp(4 * (Math.cos((day / 365 - peakAt) * 2 * Math.PI) - 1));
    return Math.max(0.1, 1 + height * (peak - 0.207));
  });
}
