import { criticalValues, powerSpending } from "~/ml/experiments/group-sequential";
import { addDays } from "~/lib/calendar-day";
import { addVariant, type LiftDay, type SourceLift } from "./lift-days";
import { Z_95 } from "~/ml/numerics/normal-distribution";
import { measureRevenueLift, type MeasuredLift } from "./revenue-lift";

/** The incremental revenue at one look. */
export interface LiftLook extends MeasuredLift {
  /** First and last day of the first emails that count, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
  /** Share of the information that ends the measurement, above 0. */
  readonly fraction: number;
}

/** The looks that matter to a reader. */
interface LiftLooks {
  /** The latest look of the running measurement; null before its first. */
  readonly current: LiftLook | null;
  /** The last look of the measurement before it, which is final. */
  readonly finished: LiftLook | null;
}

/** A measurement ends when it would detect this share of revenue per customer four times in five at a single look. */
const DETECTABLE_SHARE = 0.2;
/** The normal quantile of 80% power. */
const Z_POWER_80 = 0.841621;
const DAYS_BETWEEN_LOOKS = 7;
/** A look with hardly more information than the last costs probability and adds nothing. */
const MIN_GROWTH = { factor: 1.1, share: 0.05 };

/** No look between this share and the end: it would leave too little probability for the last one. */
const LAST_BEFORE_END = 0.9;

/** Half a percent less than the 5% that may be missed, since large-sample intervals of skewed revenue miss a little more. */
const spending = powerSpending(0.045, 4);

/**
 * Measures incremental revenue at weekly looks, as a group-sequential design. The first look is at the first day, and
 * each interval is so wide that all looks of a measurement contain the truth with a probability of 95%. When the
 * planned information is reached, the look is final and a new measurement starts with the next day's first emails.
 *
 * All looks are computed from what is known today, so late orders and refunds also change earlier ones.
 *
 * @param rows of one window, in any order: of one flow, or of all @param last last day whose windows have ended
 */
export function measureLooks(rows: readonly LiftDay[], last: string): LiftLooks {
  const days = rows.filter(({ day }) => day <= last).toSorted((a, b) => (a.day < b.day ? -1 : 1));
  let finished: LiftLook | null = null;
  for (let start = 0; ;) {
    const { looks, next } = listLooks(days, start, last);
    const look = looks.at(-1) ?? null;
    if (!look || look.fraction < 1) return { current: look, finished };
    finished = look;
    start = next;
  }
}

/**
 * All looks of one measurement.
 *
 * @param days in order @param start position in `days` of the first that counts
 * @returns the looks, and the position after the last day that counts
 */
export function listLooks(
  days: readonly LiftDay[],
  start: number,
  last: string,
): { readonly looks: LiftLook[]; readonly next: number } {
  const experiments = new Map<string, SourceLift>();
  const measured: Omit<LiftLook, "lowMinor" | "highMinor">[] = [];
  let next = start;
  const from = days[start]?.day ?? last;
  for (let to = from; to <= last && next < days.length; to = addDays(to, DAYS_BETWEEN_LOOKS)) {
    for (let row = days[next]; row && row.day <= to; row = days[next]) {
      addVariant(experiments, row);
      next++;
    }
    const lift = measureRevenueLift([...experiments.values()]);
    if (lift.kind !== "measured") continue;
    const fraction = informationShare(lift);
    const before = measured.at(-1)?.fraction ?? 0;
    const needed = Math.min(before * MIN_GROWTH.factor, before + MIN_GROWTH.share);
    if (fraction <= needed || (fraction > LAST_BEFORE_END && fraction < 1)) continue;
    measured.push({ ...lift, from, to, fraction });
    if (fraction >= 1) break;
  }
  const values = criticalValues(
    measured.map(({ fraction }) => fraction),
    spending,
  );
  const looks = measured.map((look, i) => {
    const half = (values[i] ?? Z_95) * look.standardErrorMinor;
    const { incrementalMinor } = look;
    return { ...look, lowMinor: incrementalMinor - half, highMinor: incrementalMinor + half };
  });
  return { looks, next };
}

/**
 * Share of the information (1 / variance of the effect per treated person) at which a difference of
 * `DETECTABLE_SHARE` of their mean revenue is detected with 80% power: `((z_0.975 + z_0.8) × error / difference)⁻²`.
 */
export function informationShare({
  revenueMinor,
  standardErrorMinor,
}: Pick<MeasuredLift, "revenueMinor" | "standardErrorMinor">): number {
  return ((DETECTABLE_SHARE * revenueMinor) / ((Z_95 + Z_POWER_80) * standardErrorMinor)) ** 2;
}
