import { describe, expect, test } from "vitest";
import { worseLists } from "~/recommendations/models/list-choice";
import { choicesWithGain } from "../builders";

describe("worseLists", () => {
  test.each([
    ["as good", 0.1, 0.1, []],
    ["better", 0.1, 0.3, []],
    ["worse by what chance makes", 0.1, 0.08, []],
    ["worse by more than chance makes", 0.1, 0.05, ["new_for_you"]],
    ["no longer to be measured", 0.1, null, ["new_for_you"]],
    ["measured for the first time, and bad", null, -0.2, []],
  ] as const)("judges a fit that is %s", (_what, before, now, worse) => {
    expect(worseLists(choicesWithGain(now), choicesWithGain(before))).toEqual(worse);
  });
});
