/** Whole weeks, so that windows a year apart have the same weekdays. */
export const YEAR_DAYS = 364;
/** The agreement of years that is assumed without evidence, with the weight of a sum of squared differences. */
const USUAL_AGREEMENT = 0.5;
const USUAL_WEIGHT = 0.1;

/** What has to be added to a model's logits to expect as many events in a window as there were, with its variance. */
interface Shift {
  readonly shift: number;
  readonly variance: number;
}

/** What the season of a window is learned from. */
interface ShiftHistory<Window> {
  /** Completed windows before the day, youngest first. */
  readonly windows: readonly Window[];
  /** The first day to forecast. */
  readonly day: number;
  /** The first day of the windows that the model was fitted to. */
  readonly learnedFrom: number;
  /** A window as long as the others from a day on; null with too little history. */
  readonly windowAt: (day: number) => Window | null;
}

/**
 * The shift of a model's logit by the season of the window from `day` on: how much likelier the event was for the same
 * customers in that window a year before than in the training windows a year before. It is multiplied by the agreement of
 * the years: the slope of this year's shifts on those of the year before, shrunk toward one half.
 *
 * @returns 0 without a window a year before
 */
export function fitSeasonShift<Window extends { readonly day: number }>(
  { windows, day, learnedFrom, windowAt }: ShiftHistory<Window>,
  shiftOf: (window: Window) => Shift,
): number {
  const before = windowAt(day - YEAR_DAYS);
  if (!before) return 0;
  const pairs = windows.flatMap((window) => {
    const earlier = windowAt(window.day - YEAR_DAYS);
    if (!earlier) return [];
    const then = shiftOf(earlier);
    return [
      {
        isLearned: window.day >= learnedFrom,
        now: shiftOf(window).shift,
        then: then.shift,
        variance: then.variance,
      },
    ];
  });
  const learned = pairs.filter(({ isLearned }) => isLearned);
  if (learned.length === 0) return 0;
  const usual = { now: meanOf(pairs, "now"), then: meanOf(pairs, "then") };
  let products = USUAL_AGREEMENT * USUAL_WEIGHT;
  let squares = USUAL_WEIGHT;
  for (const { now, then } of pairs) {
    products += (now - usual.now) * (then - usual.then);
    squares += (then - usual.then) ** 2;
  }
  const agreement = Math.min(1, Math.max(0, products / squares));
  const there = shiftOf(before);
  const contrast = there.shift - meanOf(learned, "then");
  const variance = there.variance + meanOf(learned, "variance");
  // James and Stein's factor: what the few customers of a year before may show by chance is no season.
  return agreement * contrast * Math.max(0, 1 - variance / Math.max(variance, contrast ** 2));
}

function meanOf<Key extends string>(rows: readonly Readonly<Record<Key, number>>[], key: Key) {
  return rows.reduce((sum, row) => sum + row[key], 0) / rows.length;
}
