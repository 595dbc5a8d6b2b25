import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { SCHEDULED_TRIGGERS } from "~/flows/scan/scan-scheduled-triggers.job.server";
import { holdTrainings } from "../../support/hold-trainings";
import { OPENED_AT } from "../../support/small-store";
import { openStage, activateFlows, type OwnStage } from "../../support/stage";
import { PEOPLE } from "./people";
import { playStories } from "./play";
import { storeWithCrowd } from "./store";
import { STORIES } from "./stories";
import {
  readSuppressedCustomers,
  readLastSunsetCustomers,
  readFlowEmails,
  type FlowEmail,
} from "./flow-emails";

/** Later than the end of every story. */
const AFTER_ALL = new Date(Date.parse(OPENED_AT) + 365 * 86_400_000);

let stage: OwnStage;
let received: ReadonlyMap<string, readonly FlowEmail[]>;
let lastAsked: readonly string[];
let givenUp: readonly string[];

beforeAll(async () => {
  stage = await openStage({ seeds: [storeWithCrowd(PEOPLE)], isOnServer: true, flows: [] });
  await holdScans(stage);
  await stage.withDatabase((db) => holdTrainings(db, stage.shops[0]!, AFTER_ALL));
  await activateFlows(
    stage.merchants[0]!,
    FLOW_LIBRARY.map(({ key }) => key),
  );
  await playStories(stage);
  const emails = await stage.emails();
  const database = await stage.openDatabase();
  received = await readFlowEmails(database, emails, new Date(OPENED_AT));
  lastAsked = await readLastSunsetCustomers(database);
  givenUp = await readSuppressedCustomers(database);
  await database.close();
}, 3_600_000);
afterAll(() => stage.close());

/**
 * As if scheduled triggers had just been scanned. Otherwise a flow would find matches at once or an hour later,
 * depending on how long activation took.
 */
async function holdScans({ withDatabase, shops, openedAt }: OwnStage): Promise<void> {
  const data = { shopId: shops[0]!, task: SCHEDULED_TRIGGERS.name, doneAt: openedAt };
  await withDatabase((db) => db.schedule.create({ data }));
}

test("each prebuilt flow has stories, including one in which it sends nothing", () => {
  expect(Object.keys(STORIES).toSorted()).toEqual(FLOW_LIBRARY.map(({ key }) => key).toSorted());
  for (const stories of Object.values(STORIES)) {
    expect(Object.values(stories).filter(({ gets }) => gets.length === 0)).not.toEqual([]);
  }
});

describe.each(FLOW_LIBRARY.map((flow) => [flow.key, flow] as const))("%s", (key, { steps }) => {
  const people = PEOPLE.filter(({ flow }) => flow === key);
  test.each(people.map((it) => [it.title, it] as const))("%s", (_, { customerId, gets }) => {
    const emails = received.get(customerId)!;
    expect(emails.map(({ stepId }) => stepId)).toEqual(gets.map(([, stepId]) => stepId));
    for (const [i, [hours, stepId, shows = [], hides = []]] of gets.entries()) {
      const email = emails[i]!;
      expect(email.hours).toBe(hours);
      expect(email.lateHours).toBeLessThan(0.3);
      expect(email.shows).toEqual(expect.arrayContaining([...shows]));
      expect(email.shows.filter((ware) => hides.includes(ware))).toEqual([]);
      const step = steps.find((it) => it.stepId === stepId);
      expect(email.code !== null).toBe(step?.kind === "send" && step.coupon !== null);
    }
  });
});

test("only customers who ignore the last sunset email are suppressed", () => {
  const ofSunset = PEOPLE.filter(
    ({ flow, gets }) => flow === "sunset" && gets.some(([, it]) => it === "email-3"),
  );
  expect(ofSunset).not.toEqual([]);
  expect(givenUp).toEqual(expect.arrayContaining(ofSunset.map(({ customerId }) => customerId)));
  // Within half a year others stop responding too. No one in these stories answers the last sunset email.
  expect(givenUp).toEqual(lastAsked);
});
