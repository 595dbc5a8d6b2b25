import { DAY, type Story } from "./story";
import { STORIES } from "./stories";

export interface Person extends Story {
  readonly flow: string;
  readonly title: string;
  readonly customerId: string;
}

/** Each flow has its own numbers, so that a new story in one flow changes no draw in the next. */
const PER_FLOW = 20;

/** Each story has its own customer, so that none affects another. */
export const PEOPLE: readonly Person[] = Object.entries(STORIES).flatMap(([flow, stories], i) =>
  Object.entries(stories).map(([title, story], n) => ({
    ...story,
    ...{ flow, title: title, customerId: String(2_000 + i * PER_FLOW + n) },
  })),
);

/** The end of a flow's stories: three days after the last step of any of them. */
export function endOfStories(flow: string): number {
  const ofFlow = PEOPLE.filter((it) => it.flow === flow);
  const hours = ofFlow.flatMap(({ does = [], gets }) => [...does, ...gets].map(([at]) => at));
  return Math.max(...hours) + 3 * DAY;
}
