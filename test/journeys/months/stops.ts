import type { Database } from "~/db.server";
import { DAY } from "../flows/story";
import type { Stage } from "../../support/stage";
import { isNight } from "./checks";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const MINUTE_HOURS = MINUTE_MS / HOUR_MS;
/** While something is due the clock stops once a day, in the afternoon, and at night if it falls due in the evening. */
const STOPS = { afternoon: 5, night: 11 };

/** When the clock stops next for what is due; before an email expires that may still leave. In hours. */
export async function nextStop(
  db: Database["db"],
  { openedAt, shops }: Stage,
  now: number,
): Promise<number> {
  const shopId = shops[0]!;
  const [row] = await db.$queryRaw<{ due: Date | null; latest: Date | null }[]>`
      select least(
          (select min(next_run_at) from message_sending
            where shop_id = ${shopId} and state = 'planned'),
          (select min(next_run_at) from enrollment
            where shop_id = ${shopId} and state in ('scheduled', 'active'))) as due,
        (select min(greatest(next_run_at, expires_at - interval '1 minute')) from message_sending
          where shop_id = ${shopId} and state = 'planned') as latest`;
  const hoursOf = (at: Date | null | undefined) =>
    at ? Math.ceil((at.getTime() - openedAt.getTime()) / MINUTE_MS) / 60 : Infinity;
  const isNightAt = (hours: number) => isNight(new Date(openedAt.getTime() + hours * HOUR_MS));
  const stop = stopAfter(hoursOf(row?.due), isNightAt);
  return Math.max(now + MINUTE_HOURS, Math.min(stop, hoursOf(row?.latest)));
}

/** The afternoon or the night after the hour, whatever is due: visits end, and stock and prices are scanned again. */
export function nextRegularStop(hours: number): number {
  const today = Math.floor(hours / DAY) * DAY;
  return today + (hours < today + STOPS.afternoon ? STOPS.afternoon : STOPS.night);
}

/**
 * The first regular stop, unless the night begins before it: then the very time, as what is due in the evening may
 * not wait for the morning.
 */
function stopAfter(hours: number, isNightAt: (hours: number) => boolean): number {
  if (hours === Infinity) return Infinity;
  const today = Math.floor(hours / DAY) * DAY;
  if (hours <= today + STOPS.afternoon) return today + STOPS.afternoon;
  if (hours > today + STOPS.night) return today + DAY + STOPS.afternoon;
  return isNightAt(hours) ? today + STOPS.night : hours;
}
