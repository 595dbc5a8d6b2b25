import { expect, test } from "vitest";
import type { FlowStatus } from "~/flows/definition/flow-status";
import { sortFlowList } from "~/pages/flows/flow-summary";

const flow = (key: string, status: FlowStatus) => ({ key, status });

test("lists flows by status, and those of a status as their industry begins with them", () => {
  const flows = [
    flow("cross-sell", "draft"),
    flow("price-drop", "archived"),
    flow("my-own-flow", "live"),
    flow("cross-sell", "live"),
    flow("welcome", "draft"),
    flow("win-back", "paused"),
    flow("welcome", "live"),
    flow("other-own-flow", "live"),
  ];
  expect(sortFlowList(flows, "travel")).toEqual([
    flow("welcome", "live"),
    flow("my-own-flow", "live"),
    flow("other-own-flow", "live"),
    flow("cross-sell", "live"),
    flow("win-back", "paused"),
    flow("welcome", "draft"),
    flow("cross-sell", "draft"),
    flow("price-drop", "archived"),
  ]);
});
