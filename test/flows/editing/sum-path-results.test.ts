import { expect, test } from "vitest";
import type { StepEdit } from "~/flows/editing/step-values";
import { sumPathResults } from "~/flows/editing/sum-path-results";

const email = (stepId: string, next: string): StepEdit => ({
  ...{ kind: "send", stepId, next, audience: "subscribers", settleMinutes: "0" },
  ...{ exemptFromHourCap: false, coupon: null, begins: "" },
});
const split = {
  ...{ kind: "random_split" as const, stepId: "split" },
  paths: [
    { name: "A", percent: "50", to: "a-1" },
    { name: "B", percent: "30", to: "b-1" },
    { name: "C", percent: "20", to: "joined" },
  ],
};
const steps: StepEdit[] = [
  split,
  email("a-1", "a-2"),
  email("a-2", "joined"),
  email("b-1", "joined"),
  email("joined", ""),
];
const counts = (sent: number) => ({ sent, clicked: 1, orders: 2, netMinor: 300 });

test("a path's results are those of the emails before the paths join", () => {
  const numbers = { "a-1": counts(10), "a-2": counts(5), "b-1": counts(7), joined: counts(99) };
  expect(sumPathResults(steps, split, numbers)).toEqual([
    { sent: 15, clicked: 2, orders: 4, netMinor: 600 },
    { sent: 7, clicked: 1, orders: 2, netMinor: 300 },
    { sent: 0, clicked: 0, orders: 0, netMinor: 0 },
  ]);
});

test("an email without counts adds nothing, and a path may end at once", () => {
  const paths = split.paths.map((path) => ({ ...path, to: path.name === "C" ? "" : path.to }));
  expect(sumPathResults(steps, { ...split, paths }, { "b-1": counts(4) })).toEqual([
    { sent: 0, clicked: 0, orders: 0, netMinor: 0 },
    counts(4),
    { sent: 0, clicked: 0, orders: 0, netMinor: 0 },
  ]);
});
