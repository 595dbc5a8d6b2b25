import { describe, expect, test } from "vitest";
import { FlowDefinition } from "~/flows/definition/flow";
import {
  fitOfFlow,
  fitToIndustry,
  listUnsuitedFlows,
  sortByFit,
} from "~/flows/library/industry-flows";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { INDUSTRIES } from "~/i18n/industry";

const KEYS = FLOW_LIBRARY.map(({ key }) => key);

describe.each(INDUSTRIES)("prebuilt flows for %s", (industry) => {
  test("are valid, and still fire before their trigger is too old", () => {
    for (const flow of FLOW_LIBRARY) {
      const fitted = fitToIndustry(flow, industry);
      expect(FlowDefinition.parse(fitted)).toEqual(fitted);
      const { trigger } = fitted;
      if ("idleMinutes" in trigger) {
        expect(trigger.idleMinutes).toBeLessThan(trigger.maxAgeHours * 60);
      }
    }
  });

  test("are the library's, in another order", () => {
    expect(
      sortByFit(FLOW_LIBRARY, industry)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(KEYS.toSorted());
    expect(KEYS).toEqual(expect.arrayContaining([...listUnsuitedFlows(industry)]));
  });
});

test("an online store has the library as it is", () => {
  expect(sortByFit(FLOW_LIBRARY, "online_store")).toEqual(FLOW_LIBRARY);
  expect(FLOW_LIBRARY.map((it) => fitToIndustry(it, "online_store"))).toEqual(FLOW_LIBRARY);
});

test("travel begins with its recommended flows and ends with what is about shipped goods", () => {
  const sorted = sortByFit(FLOW_LIBRARY, "travel").map(({ key }) => key);
  expect(sorted.slice(0, 2)).toEqual(["welcome", "abandoned-checkout"]);
  expect(sorted.slice(-3).sort()).toEqual(["cross-sell", "replenishment", "review-request"]);
  expect(fitOfFlow("my-own-flow", "travel")).toBe("usual");
});
