import type { EstimatedAnswer, TotalChange } from "./answer-from-log";

/** An expected value with its 95% interval. */
interface ExpectedRange {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What a flow's emails are expected to bring per week. */
export interface ExpectedEffect {
  /** Revenue in minor units that would not be there without the flow. */
  readonly revenueMinor: ExpectedRange;
  readonly unsubscribes: ExpectedRange;
}

/**
 * The effect of a flow's emails on as many customers as it is expected to reach per week, if each reacts like those of
 * the replayed time.
 *
 * @param answer what the flow being off would have changed @param reached customers emailed per week
 */
export function expectEffect(answer: EstimatedAnswer, reached: number): ExpectedEffect {
  const treated = answer.draws * (1 - answer.alike / answer.people);
  const perWeek = ({ change, low, high }: TotalChange): ExpectedRange => {
    const scaled = (value: number) => (value === 0 ? 0 : (-value * reached) / treated);
    return { value: scaled(change), low: scaled(high), high: scaled(low) };
  };
  return { revenueMinor: perWeek(answer.revenue), unsubscribes: perWeek(answer.unsubscribes) };
}
