const DAY_MS = 86_400_000;

/** Time from one day on that runs as fast as a season: a day counts as much as its calendar month's index. */
interface SeasonClock {
  /** Seasonal days in the first calendar days. */
  toSeasonal(days: number): number;
  /** The calendar days in which these seasonal days pass: the inverse. */
  toCalendar(seasonalDays: number): number;
}

/**
 * Cost: O(days) once; O(1) and O(log days) a conversion.
 *
 * @param season 12 indices from January on, > 0
 * @param fromDay since 1970-01-01 (UTC)
 * @param limit calendar days that can be converted, ≥ 1
 */
export function createSeasonClock(
  season: ArrayLike<number>,
  fromDay: number,
  limit: number,
): SeasonClock {
  const passed = new Float64Array(Math.ceil(limit) + 1);
  for (let day = 1; day < passed.length; day++) {
    const month = new Date((fromDay + day - 1) * DAY_MS).getUTCMonth();
    passed[day] = passed[day - 1]! + season[month]!;
  }
  const last = passed.length - 1;
  return {
    toSeasonal(days) {
      const whole = Math.min(last - 1, Math.floor(days));
      return passed[whole]! + (days - whole) * (passed[whole + 1]! - passed[whole]!);
    },
    toCalendar(seasonalDays) {
      let low = 0;
      let high = last - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (passed[middle]! <= seasonalDays) low = middle;
        else high = middle - 1;
      }
      return low + (seasonalDays - passed[low]!) / (passed[low + 1]! - passed[low]!);
    },
  };
}
