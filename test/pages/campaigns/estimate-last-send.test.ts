import { expect, test } from "vitest";
import type { CampaignTest } from "~/campaigns/campaign";
import { estimateLastSendAt } from "~/pages/campaigns/estimate-last-send";

const STARTS_AT = new Date("2026-11-26T10:00:00Z");
const FAST = {
  ...{ emailsPerHour: null, emailsPerDay: null, warmUp: null, test: null },
  startsAt: STARTS_AT,
};
const TEST: CampaignTest = {
  others: { kind: "subject", values: ["Tea"] },
  ...{ rule: "commit", testShare: 0.2, testHours: 4, minimumShare: 0 },
};
const last = (emails: number, limits: Partial<Parameters<typeof estimateLastSendAt>[0]>) =>
  estimateLastSendAt({ ...FAST, emails, ...limits })
    .toISOString()
    .slice(5, 16);

test("estimates an immediate departure without limits", () => {
  expect(last(1_000_000, {})).toBe("11-26T10:00");
});

test("divides the audience by the hourly limit", () => {
  expect(last(1_500, { emailsPerHour: 500 })).toBe("11-26T13:00");
});

test("sends the first day's emails at once and the last a day later for each full day before", () => {
  expect(last(500, { emailsPerDay: 500 })).toBe("11-26T10:00");
  expect(last(501, { emailsPerDay: 500 })).toBe("11-27T10:00");
});

test("spreads the emails over the days of a warm-up", () => {
  const warmUp = { since: STARTS_AT, remainingToday: 200 };
  expect(last(200, { warmUp })).toBe("11-26T10:00");
  expect(last(700, { warmUp })).toBe("11-27T10:00");
  expect(last(701, { warmUp })).toBe("11-28T10:00");
  expect(last(3_701, { warmUp })).toBe("11-30T10:00");
});

test("sends the rest the day after the warm-up ends", () => {
  const since = new Date("2026-11-13T10:00:00Z");
  expect(last(9_000_000, { warmUp: { since, remainingToday: 0 } })).toBe("11-27T10:00");
});

test("the rest of a test waits for the test, and each step for the previous one", () => {
  expect(last(60, { test: TEST })).toBe("11-26T14:00");
  expect(last(60, { test: TEST, emailsPerHour: 60 })).toBe("11-26T15:00");
  expect(last(60, { test: { ...TEST, rule: "gradual" } })).toBe("11-27T02:00");
});

test("the rest of a send-time test leaves a day later", () => {
  const others = { kind: "time" as const, values: ["18:00"] };
  expect(last(60, { test: { ...TEST, others } })).toBe("11-27T10:00");
});

test("the slowest limit decides", () => {
  const limits = { emailsPerHour: 100, emailsPerDay: 200 };
  expect(last(400, limits)).toBe("11-27T10:00");
  expect(last(190, limits)).toBe("11-26T11:54");
});
