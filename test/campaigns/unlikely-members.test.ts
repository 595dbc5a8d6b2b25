import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findUnlikelyMembers } from "~/campaigns/planning/unlikely-members";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { SHOP } from "../support/builders";

const CAMPAIGN = { shopId: SHOP, campaignId: "a1" };
const membersOf = (uplifts: readonly (number | null)[]) =>
  uplifts.map((uplift, n) => ({ profileId: profileIdOfCustomer(String(n)), uplift }));

describe("findUnlikelyMembers", () => {
  test("never finds more than half, nor anyone without an estimate or at the cutoff", () => {
    const uplift = fc.option(fc.integer({ min: -5, max: 20 }).map((it) => it / 100));
    fc.assert(
      fc.property(fc.array(uplift, { maxLength: 60 }), (uplifts) => {
        const members = membersOf(uplifts);
        const found = findUnlikelyMembers(members, 0.02, CAMPAIGN);
        expect(found.size).toBeLessThanOrEqual(members.length / 2);
        const estimates = members.filter(({ profileId }) => found.has(profileId));
        for (const { uplift } of estimates) expect(uplift).toBeLessThan(0.02);
        // The least influenced come first.
        const largest = Math.max(...estimates.map(({ uplift }) => uplift!), -Infinity);
        const left = members.filter(
          ({ profileId, uplift }) => uplift !== null && !found.has(profileId),
        );
        for (const { uplift } of left)
          expect(uplift).toBeGreaterThanOrEqual(Math.min(largest, 0.02));
      }),
    );
  });

  test("finds the same members in any order", () => {
    const members = membersOf(Array.from({ length: 40 }, (_, n) => (n % 4) / 100));
    const found = (all: typeof members) =>
      new Map([...findUnlikelyMembers(all, 0.03, CAMPAIGN)].sort());
    expect(found(members.toReversed())).toEqual(found(members));
  });

  test("keeps about a tenth of them as the control", () => {
    const found = findUnlikelyMembers(membersOf(Array(4000).fill(0)), 0.01, CAMPAIGN);
    const controls = [...found.values()].filter((it) => it === "control").length;
    expect(found.size).toBe(2000);
    expect(controls).toBeGreaterThan(150);
    expect(controls).toBeLessThan(250);
  });

  test("finds nobody without evidence", () => {
    expect(findUnlikelyMembers(membersOf([0, 0, 0]), null, CAMPAIGN).size).toBe(0);
  });
});
