import { expect, test } from "vitest";
import { decideSlice } from "~/delivery/decision/decide-slice";
import { NOW } from "../../support/builders";
import { anIntent, deliveryFacts, SETTINGS } from "../../support/delivery-builders";

const capped = deliveryFacts({ intent: anIntent({ exemptFromHourCap: false }) });
const decide = (...profileIds: string[]) =>
  decideSlice(
    profileIds.map((profileId) => ({ profileId, facts: capped })),
    SETTINGS,
    NOW,
  ).map(({ kind }) => kind);

test("a mail that leaves counts for those behind it to the same profile", () => {
  expect(decide("ada", "ada")).toEqual(["send", "skip"]);
});

test("a mail to one profile does not count for another", () => {
  expect(decide("ada", "ben")).toEqual(["send", "send"]);
});

test("of two that fall together the one of higher priority goes, and the other waits", () => {
  const withPriority = (priority: number) => ({
    profileId: "ada",
    facts: deliveryFacts({
      expiresAt: new Date(NOW.getTime() + 48 * 3_600_000),
      intent: anIntent({ exemptFromHourCap: false, priority }),
    }),
  });
  const decisions = decideSlice([withPriority(20), withPriority(80)], SETTINGS, NOW);
  expect(decisions).toMatchObject([{ kind: "defer", reason: "frequency_cap" }, { kind: "send" }]);
});
