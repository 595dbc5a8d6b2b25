import { expect, test } from "vitest";
import type { CampaignNumbers } from "~/feedback/counts/campaign-numbers";
import { progressOf } from "~/pages/campaigns/campaign-progress";

const numbers = (change: Partial<CampaignNumbers> = {}): CampaignNumbers => ({
  ...{ waiting: 0, leaving: 0, sent: 0, withheld: 0, notSent: [] },
  ...{ clicked: 0, unsubscribed: 0, orders: 0, netMinor: 0, netBetween: null },
  ...change,
});

test.each([
  ["of one that has yet to be planned is nothing", "scheduled", numbers(), 100, 0],
  [
    "counts what is yet to be planned as it was foreseen",
    "sending",
    numbers({ sent: 25 }),
    100,
    0.25,
  ],
  [
    "counts what was decided against",
    "sending",
    numbers({ sent: 25, notSent: [{ reason: "Suppressed", count: 25 }] }),
    100,
    0.5,
  ],
  [
    "goes by what there is where more came than was foreseen",
    "paused",
    numbers({ sent: 100, waiting: 90, leaving: 10 }),
    100,
    0.5,
  ],
  ["is whole at the end, though fewer came", "sent", numbers({ sent: 60 }), 100, 1],
] as const)("the progress %s", (_what, status, of, foreseen, progress) => {
  expect(progressOf(status, of, foreseen).progress).toBe(progress);
});

test("counts unplanned messages until the campaign is over", () => {
  const some = numbers({ sent: 25, waiting: 5 });
  expect(progressOf("sending", some, 100).toCome).toBe(70);
  expect(progressOf("canceled", some, 100).toCome).toBe(0);
  expect(progressOf("sending", some, 20).toCome).toBe(0);
});
