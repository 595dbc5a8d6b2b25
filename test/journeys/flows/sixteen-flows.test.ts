import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { SCHEDULED_TRIGGERS } from "~/flows/scan/scan-scheduled-triggers.job.server";
import { OPENED_AT } from "../../support/small-store";
import { openStage, type OwnStage } from "../../support/stage";
import { PEOPLE } from "./people";
import { playStories } from "./play";
import { storeFor } from "./store";
import { STORIES } from "./stories";
import { readGivenUp, readFlowEmails, type FlowEmail } from "./flow-emails";

/** The round that finds a customer depends on how long it took to turn their flow on. */
const BY_HABIT_HOURS = SCHEDULED_TRIGGERS.everyMs / 3_600_000;

let stage: OwnStage;
let received: ReadonlyMap<string, readonly FlowEmail[]>;
let givenUp: readonly string[];

beforeAll(async () => {
  stage = await openStage({
    seeds: [storeFor(PEOPLE)],
    isOnServer: true,
    flows: FLOW_LIBRARY.map(({ key }) => key),
    // So that no flow's email keeps another's back. The caps have tests of their own.
    settings: { marketingCapHours: "0", marketingCapPer7Days: "50" },
  });
  await playStories(stage);
  const emails = await stage.emails();
  const database = await stage.openDatabase();
  received = await readFlowEmails(database, emails, new Date(OPENED_AT));
  givenUp = await readGivenUp(database);
  await database.close();
}, 3_600_000);
afterAll(() => stage.close());

test("each ready flow has stories, and one in which it stays silent", () => {
  expect(Object.keys(STORIES).toSorted()).toEqual(FLOW_LIBRARY.map(({ key }) => key).toSorted());
  for (const stories of Object.values(STORIES)) {
    expect(Object.values(stories).filter(({ gets }) => gets.length === 0)).not.toEqual([]);
  }
});

describe.each(FLOW_LIBRARY.map((flow) => [flow.key, flow] as const))(
  "%s",
  (key, { steps, trigger }) => {
    const people = PEOPLE.filter(({ flow }) => flow === key);
    test.each(people.map((it) => [it.title, it] as const))("%s", (_, { customerId, gets }) => {
      const emails = received.get(customerId)!;
      expect(emails.map(({ stepId }) => stepId)).toEqual(gets.map(([, stepId]) => stepId));
      for (const [i, [hours, stepId, shows = [], hides = []]] of gets.entries()) {
        const email = emails[i]!;
        const latest = SCHEDULED_TRIGGERS.kinds.includes(trigger.kind)
          ? hours + BY_HABIT_HOURS
          : hours;
        expect([hours, latest]).toContain(email.hours);
        expect(email.lateHours).toBeLessThan(0.3);
        expect(email.shows).toEqual(expect.arrayContaining([...shows]));
        expect(email.shows.filter((ware) => hides.includes(ware))).toEqual([]);
        const step = steps.find((it) => it.stepId === stepId);
        expect(email.code !== null).toBe(step?.kind === "send" && step.coupon !== null);
      }
    });
  },
);

test("only customers who ignore the last sunset email are suppressed", () => {
  const unanswered = PEOPLE.filter(({ gets }) => gets.some(([, it]) => it === "email-3"));
  const ofSunset = unanswered.filter(({ flow }) => flow === "sunset");
  expect(ofSunset).not.toEqual([]);
  expect(givenUp).toEqual(ofSunset.map(({ customerId }) => customerId));
});
