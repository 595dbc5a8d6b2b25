import { describe, expect, test } from "vitest";
import { CONTROL_SHARE, RANDOM_HOUR } from "~/experiments/optimization/experiment";
import { decidePolicy, MIN_POLICY_SENDS } from "~/experiments/policy/decide-policy";
import type { PolicyCell, PolicyExperiment, PolicyInput } from "~/experiments/policy/policy-input";
import {
  createEmailShop,
  GROUPS,
  inputOf,
  netOf,
  playShop,
  testShares,
  USUAL_TRUTH,
  type Rule,
} from "./simulated-emails";

const layout = (email: string): PolicyExperiment => ({
  email,
  kind: "layout",
  variants: ["own", "products_first"],
});
const NOTHING = { sends: 0, clicks: 0, unsubscribes: 0, valued: 0, net: 0, netSquared: 0 };
const cell = (
  email: string,
  variant: string,
  counts: Partial<Omit<PolicyCell, "email" | "variants">>,
): PolicyCell => ({ email, group: 0, variants: { layout: variant }, ...NOTHING, ...counts });

const inputFor = (emails: readonly string[], cells: readonly PolicyCell[]): PolicyInput => ({
  groups: GROUPS,
  experiments: emails.map(layout),
  cells,
  economics: { clickValue: 100, lostSubscriber: 300 },
  seed: "shop",
  day: 1,
});
const onlyChoice = (input: PolicyInput) => {
  const [choice] = decidePolicy(input);
  if (!choice) throw new Error("no choice");
  return choice;
};

describe("decidePolicy", () => {
  test("decides nothing below 200 emails of the shop, counting those without a choice", () => {
    const few = [cell("a", "own", { sends: MIN_POLICY_SENDS - 1 })];
    expect(decidePolicy(inputFor(["a"], few))).toEqual([]);
    expect(
      decidePolicy(inputFor(["a"], [...few, cell("other", "own", { sends: 1 })])),
    ).toHaveLength(1);
  });

  test("prefers what clearly gets more clicks, and supports it", () => {
    const { groupShares, shares, evidence } = onlyChoice(
      inputFor(
        ["a"],
        [
          cell("a", "own", { sends: 3_000, clicks: 90 }),
          cell("a", "products_first", { sends: 3_000, clicks: 210 }),
        ],
      ),
    );
    expect(evidence).toMatchObject({ favored: "products_first", isSupported: true });
    expect(evidence.chance).toBeGreaterThan(0.95);
    expect(shares[0]).toBeCloseTo(CONTROL_SHARE, 1);
    for (const its of groupShares) expect(its[0]! + its[1]!).toBeCloseTo(1, 12);
  });

  test("claims nothing while the interval includes no gain", () => {
    const { evidence } = onlyChoice(
      inputFor(
        ["a"],
        [
          cell("a", "own", { sends: 150, clicks: 4 }),
          cell("a", "products_first", { sends: 150, clicks: 6 }),
        ],
      ),
    );
    expect(evidence.gain.low).toBeLessThan(0);
    expect(evidence.isSupported).toBe(false);
  });

  test("does not prefer what gains clicks but loses money or subscribers", () => {
    const own = cell("a", "own", {
      ...{ sends: 60_000, clicks: 3_000, unsubscribes: 60 },
      ...{ valued: 3_000, net: 300_000, netSquared: 3_000 * 100_000 },
    });
    const clicks = { ...own, variants: { layout: "products_first" }, clicks: 3_150, valued: 3_150 };
    const cheap = { ...clicks, net: 220_000, netSquared: 2_200 * 100_000 };
    const annoying = { ...clicks, net: 315_000, unsubscribes: 300 };
    for (const other of [cheap, annoying]) {
      const { evidence, shares } = onlyChoice(inputFor(["a"], [own, other]));
      expect(evidence.favored).toBe("own");
      expect(shares[0]).toBeGreaterThan(0.8);
    }
    const good = { ...clicks, net: 315_000, netSquared: 3_150 * 100_000 };
    expect(onlyChoice(inputFor(["a"], [own, good])).evidence.favored).toBe("products_first");
  });

  test("begins in a new email with what an option does in the others", () => {
    const emails = ["a", "b", "c", "d", "e"];
    const cells = emails.flatMap((email) => [
      cell(email, "own", { sends: 1_500, clicks: 45 }),
      cell(email, "products_first", { sends: 1_500, clicks: 75 }),
    ]);
    const choices = decidePolicy(inputFor([...emails, "new"], cells));
    const fresh = choices.at(-1)!;
    expect(fresh.evidence.favored).toBe("products_first");
    expect(fresh.shares[1]).toBeGreaterThan(0.7);
    expect(fresh.evidence.reasons.shop.clicks).toBeGreaterThan(0.1);
    expect(fresh.evidence.reasons.email.clicks).toBeCloseTo(0, 6);
  });

  test("explains the value by parts that add up, best first", () => {
    const shop = createEmailShop(5, { emails: 4, weekly: 200 });
    const { cells } = playShop(shop, testShares, 5, 6);
    for (const { evidence } of decidePolicy(inputOf(shop, cells, 42))) {
      const { base, shop: inShop, email, group, clickValue, unsubscribes } = evidence.reasons;
      const sum = base + inShop.money + email.money + group.money + clickValue + unsubscribes;
      expect(evidence.options[0]?.variant).toBe(evidence.favored);
      expect(evidence.options[0]?.value).toBeCloseTo(sum, 9);
      expect(evidence.gain.mean).toBeCloseTo(sum - base, 9);
      const values = evidence.options.map(({ value }) => value);
      expect(values.toSorted((a, b) => b - a)).toEqual(values);
      expect(values.length).toBeLessThanOrEqual(3);
    }
  });

  test("repeats for the same day and seed, keeps the random share and never chooses a random hour", () => {
    const shop = createEmailShop(6, { emails: 3, weekly: 200 });
    const { cells } = playShop(shop, testShares, 6, 4);
    const choices = decidePolicy(inputOf(shop, cells, 28));
    expect(decidePolicy(inputOf(shop, cells, 28))).toEqual(choices);
    expect(decidePolicy(inputOf(shop, cells, 29))).not.toEqual(choices);
    choices.forEach((choice, n) => {
      const { variants } = shop.experiments[n]!;
      for (const shares of choice.groupShares) {
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(shares[0]).toBeGreaterThan(CONTROL_SHARE - 1e-9);
        const floor = choice.kind === "hour" ? 0 : 0.1 / variants.length;
        for (const share of shares) expect(share).toBeGreaterThanOrEqual(floor - 1e-9);
        const random = variants.indexOf(RANDOM_HOUR);
        if (random >= 0) expect(shares[random]).toBeCloseTo(0.1, 9);
      }
      expect(choice.evidence.options.map(({ variant }) => variant)).not.toContain(RANDOM_HOUR);
    });
  });
});

const policy: Rule = (shop, { cells, shares, day }) => {
  const choices = decidePolicy(inputOf(shop, cells, day));
  return choices.length === 0
    ? shares
    : new Map(choices.map((it) => [`${it.email}|${it.kind}`, it.groupShares]));
};

describe("in shops with known responses", () => {
  /** Choices after an even test of eight weeks, with their true gain. */
  const chooseInShops = (truth: typeof USUAL_TRUTH) =>
    Array.from({ length: 10 }, (_, n) => 100 + n).flatMap((seed) => {
      const shop = createEmailShop(seed, { emails: 5, weekly: 300, truth });
      const { cells } = playShop(shop, testShares, seed, 8);
      return decidePolicy(inputOf(shop, cells, 56))
        .filter(({ evidence }) => evidence.favored !== "own")
        .map(({ email, kind, evidence }) => {
          const sends = shop.sends.get(email)!;
          const total = sends.reduce((sum, count) => sum + count, 0);
          const gain = sends.reduce((sum, count, group) => {
            const its = netOf(shop.outlook(email, group, { [kind]: evidence.favored }));
            return sum + (count / total) * (its - netOf(shop.outlook(email, group, {})));
          }, 0);
          return { evidence, gain };
        });
    });

  test("covers the gain in at least 93 of 100 intervals", () => {
    const choices = chooseInShops(USUAL_TRUTH);
    const covered = choices.filter(
      ({ evidence, gain }) => gain >= evidence.gain.low && gain <= evidence.gain.high,
    );
    expect(choices.length).toBeGreaterThan(100);
    expect(covered.length / choices.length).toBeGreaterThanOrEqual(0.93);
  });

  test("claims a gain that is there in more than 95 of 100 claims, where options differ much", () => {
    const claims = chooseInShops({ ...USUAL_TRUTH, option: 0.25, subject: 0.4 }).filter(
      ({ evidence }) => evidence.isSupported,
    );
    expect(claims.length).toBeGreaterThan(10);
    expect(claims.filter(({ gain }) => gain > 0).length / claims.length).toBeGreaterThan(0.95);
  });

  test("gains more than a tenth of what the best variants would, in shops with 200 emails of a step in a week", () => {
    let gained = 0;
    let possible = 0;
    for (let seed = 0; seed < 4; seed++) {
      const shop = createEmailShop(seed, { emails: 6, weekly: 200 });
      const played = playShop(shop, policy, seed, 8);
      gained += played.gained;
      possible += played.possible;
    }
    expect(gained / possible).toBeGreaterThan(0.1);
  });
});
