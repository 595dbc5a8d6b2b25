import type { Stage } from "../../support/stage";
import { playActions, type Act } from "./act";
import { openBrowsers } from "./browsers";
import { endOfStories, PEOPLE } from "./people";
import { STORIES } from "./stories";

/** A quarter of an hour, in which inventory and prices are scanned again, and discount codes are created. */
const SOON = 0.25;

/** What falls due within so many hours is due together: it leaves at most so late. */
const TOGETHER = 0.2;
/** When the stories of all flows but sunset are over, whose silence lasts half a year: nothing else is awaited in it. */
const LAST_OF_MANY = Math.max(
  ...Object.keys(STORIES).map((flow) => (flow === "sunset" ? 0 : endOfStories(flow))),
);

/** Plays all stories at once, on one clock. */
export async function playStories(stage: Stage): Promise<void> {
  const browsers = await openBrowsers(stage);
  const scene = { stage, browsers, clicked: new Set<string>() };
  const acts: readonly Act[] = PEOPLE.flatMap((person) =>
    (person.does ?? []).map(([hours, action]) => ({ hours, person, action })),
  );
  let now = 0;
  const stopAt = async (hours: number) => {
    await stage.advance(hours - now);
    now = hours;
  };
  /** The clock stops whenever something is due, so that a deferred email leaves at its own time. */
  const moveTo = async (hours: number) => {
    while (now < LAST_OF_MANY) {
      const due = await nextDue(stage);
      if (due >= hours) break;
      await stopAt(due);
    }
    await stopAt(hours);
  };
  for (const instant of instantsOf(acts)) {
    await moveTo(Math.max(now, instant));
    const due = acts.filter(({ hours }) => hours === instant);
    if (due.length === 0) continue;
    await playActions(scene, due);
    await moveTo(now);
    await moveTo(now + SOON);
  }
}

/** The next due time of enrollments and messages, in hours after the beginning, to the minute. */
async function nextDue({ withDatabase, openedAt }: Stage): Promise<number> {
  const [row] = await withDatabase(
    (db) => db.$queryRaw<{ at: Date | null }[]>`
      with due as (
        select next_run_at as at from message_sending where state = 'planned'
        union all
        select next_run_at from enrollment where state in ('scheduled', 'active'))
      select max(at) as at from due
      where at <= (select min(at) from due) + ${TOGETHER} * interval '1 hour'`,
  );
  if (!row?.at) return Infinity;
  return Math.ceil((row.at.getTime() - openedAt.getTime()) / 60_000) / 60;
}

/** The times at which the clock stops: at each action, at each due message, and at the end. */
function instantsOf(acts: readonly Act[]): number[] {
  const emails = PEOPLE.flatMap(({ gets }) => gets.map(([hours]) => hours));
  const ends = PEOPLE.map(({ flow }) => endOfStories(flow));
  const all = [0, ...acts.map(({ hours }) => hours), ...emails, Math.max(...ends)];
  return [...new Set(all)].sort((a, b) => a - b);
}
