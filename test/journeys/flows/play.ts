import type { Stage } from "../../support/stage";
import { actOut, type Act } from "./act";
import { openBrowsers } from "./browsers";
import { endOfStories, PEOPLE } from "./people";
import { DAY } from "./story";

/** A quarter of an hour, in which stock and prices are checked again, and discount codes are created. */
const SOON = 0.25;
/** When emails leave that are due some minutes after the hour of their story: those about a checkout, or stock. */
const SOME_MINUTES_AFTER = [2, 2 + DAY, 2 + 2 * DAY, 4 + DAY, 5 + 3 * DAY, 5 + 7 * DAY].map(
  (hours) => hours + SOON,
);
/** Who stays away is looked for each hour: where a round was under way when the flow was turned on, by the next one. */
const AN_HOUR_AFTER = [0, 7 * DAY, 14 * DAY, 28 * DAY].map((hours) => hours + 1);

/** Plays all stories at once, on one clock. */
export async function playStories(stage: Stage): Promise<void> {
  const browsers = await openBrowsers(stage);
  const scene = { stage, browsers, clicked: new Set<string>() };
  const acts: readonly Act[] = PEOPLE.flatMap((person) =>
    (person.does ?? []).map(([hours, action]) => ({ hours, person, action })),
  );
  let now = 0;
  const moveTo = async (hours: number) => {
    await stage.advance(hours - now);
    now = hours;
  };
  for (const instant of instantsOf(acts)) {
    await moveTo(Math.max(now, instant));
    const due = acts.filter(({ hours }) => hours === instant);
    if (due.length === 0) continue;
    await actOut(scene, due);
    await moveTo(now);
    await moveTo(now + SOON);
  }
}

/** The times at which the clock stops: at each action, at each due email, and at the end. */
function instantsOf(acts: readonly Act[]): number[] {
  const emails = PEOPLE.flatMap(({ gets }) => gets.map(([hours]) => hours));
  const ends = PEOPLE.map(({ flow }) => endOfStories(flow));
  const all = [
    0,
    ...SOME_MINUTES_AFTER,
    ...AN_HOUR_AFTER,
    ...acts.map(({ hours }) => hours),
    ...emails,
    Math.max(...ends),
  ];
  return [...new Set(all)].sort((a, b) => a - b);
}
