import { beforeAll, expect, test } from "vitest";
import { getObjectKey } from "~/flows/definition/send-step";
import type { History, PastMessage } from "../../../scripts/demo/history/history";
import { playHistory } from "../../../scripts/demo/history/play-history";
import { loadOnlineRetail } from "../../shopify/seed/online-retail";
import type { StoreSeed } from "../../shopify/store-seed";

const DAY_MS = 86_400_000;
let seed: StoreSeed;
let history: History;

beforeAll(async () => {
  seed = await loadOnlineRetail();
  history = playHistory(seed);
});

const sentOf = ({ messages }: History) =>
  messages.flatMap(({ outcome, ...message }) =>
    outcome.state === "sent" ? [{ ...message, ...outcome }] : [],
  );
const keyOf = ({
  enrollment: { flowId, profileId, trigger },
  stepId,
}: Omit<PastMessage, "outcome">) => [flowId, profileId, getObjectKey(trigger), stepId].join("|");

test("sends for sixty days, and customers click, buy and unsubscribe", () => {
  const sent = sentOf(history);
  const days = new Set(sent.map(({ at }) => at.toISOString().slice(0, 10)));
  expect(days.size).toBe(60);
  expect(sent.every(({ at }) => at.toISOString() < seed.cutAt)).toBe(true);
  const answered = (kind: string) => sent.filter(({ answer }) => answer.kind === kind).length;
  expect(answered("click") / sent.length).toBeGreaterThan(0.15);
  expect(answered("click") / sent.length).toBeLessThan(0.5);
  expect(answered("unsubscribe")).toBeGreaterThan(0);
  expect(history.seed.orders.length).toBeGreaterThan(seed.orders.length);
});

test("emails nobody twice, nobody who did not subscribe, and nobody after an unsubscribe", () => {
  const messages = history.messages.map(keyOf);
  expect(new Set(messages).size).toBe(messages.length);
  const subscribed = new Set(
    seed.customers.filter((it) => it.marketingState === "SUBSCRIBED").map(({ id }) => `c${id}`),
  );
  const leftAt = new Map<string, Date>();
  for (const { enrollment, at, answer } of sentOf(history).toSorted((a, b) => +a.at - +b.at)) {
    expect(subscribed.has(enrollment.profileId)).toBe(true);
    expect(leftAt.get(enrollment.profileId) ?? at).toEqual(at);
    if (answer.kind === "unsubscribe") leftAt.set(enrollment.profileId, answer.at);
  }
  const unsubscribed = history.seed.customers.filter(
    ({ marketingState }, n) => marketingState !== seed.customers[n]?.marketingState,
  );
  expect(unsubscribed.map(({ id }) => `c${id}`).toSorted()).toEqual([...leftAt.keys()].toSorted());
});

test("withholds the emails of the holdout, and draws no subject for the baseline group", () => {
  const withheld = history.messages.filter(({ outcome }) => outcome.state === "withheld");
  expect(withheld.length / history.messages.length).toBeGreaterThan(0.02);
  expect(withheld.every(({ enrollment }) => enrollment.variant === "holdout")).toBe(true);
  const baseline = sentOf(history).filter(({ inBaseline }) => inBaseline);
  expect(baseline.length).toBeGreaterThan(0);
  expect(baseline.flatMap(({ draws }) => draws)).toEqual([]);
});

test("adds orders that the store can import: each with its own id and number, oldest first", () => {
  const { orders } = history.seed;
  expect(new Set(orders.map(({ id }) => id)).size).toBe(orders.length);
  expect(new Set(orders.map(({ name }) => name)).size).toBe(orders.length);
  const times = orders.map(({ createdAt }) => Date.parse(createdAt));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const lines = orders.flatMap((order) => order.lines.map(({ id }) => id));
  expect(new Set(lines).size).toBe(lines.length);
});

test("decided at least three tests thirty days before its end, one of them with a proven gain", () => {
  const until = Date.parse(seed.cutAt) - 30 * DAY_MS;
  const decided = history.decisions.filter(
    ({ at, evidence }) => at.getTime() <= until && evidence.kind === "value",
  );
  const emails = decided.map(({ experiment: { flowId, stepId } }) => `${flowId}/${stepId}`);
  expect(new Set(emails).size).toBeGreaterThanOrEqual(3);
  const isProven = decided.some(
    ({ evidence }) => evidence.kind === "value" && evidence.isSupported,
  );
  expect(isProven).toBe(true);
});

test("has a test that the guard reverts within twelve more days, and another decision", () => {
  const later = new Date(Date.parse(seed.cutAt) + 12 * DAY_MS).toISOString();
  const { decisions } = playHistory({ ...seed, cutAt: later }, 72);
  const coming = decisions.filter(({ at }) => at.toISOString() > seed.cutAt);
  expect(coming.map(({ evidence }) => evidence.kind)).toContain("worse");
  expect(coming.map(({ evidence }) => evidence.kind)).toContain("value");
});

test("gives the same history again", () => {
  expect(playHistory(seed, 8)).toEqual(playHistory(seed, 8));
});
