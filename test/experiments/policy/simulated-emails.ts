import { OWN_VARIANT, RANDOM_HOUR } from "~/experiments/optimization/experiment";
import type { PolicyCell, PolicyExperiment, PolicyInput } from "~/experiments/policy/policy-input";
import { createRandomNumbers, type RandomNumbers } from "~/ml/numerics/random";
import { drawBinomial, drawNormal } from "~/ml/numerics/random-draws";

/** A shop whose emails have known responses to their options. Money: a click earns 100. */
export interface EmailShop {
  readonly experiments: readonly PolicyExperiment[];
  /** Weekly emails by email and group. */
  readonly sends: ReadonlyMap<string, readonly number[]>;
  /** Log-odds of a click, the value of a click, and the rate of unsubscribes. */
  outlook(email: string, group: number, variants: Variants): Outlook;
}
export interface Outlook {
  readonly clickRate: number;
  readonly clickValue: number;
  readonly unsubscribeRate: number;
}
type Variants = PolicyCell["variants"];

export const GROUPS = 3;
const LOST_SUBSCRIBER = 300;
/** Deviation of a click's value relative to its mean. */
const VALUE_SPREAD = 3;

interface Truth {
  /** Deviations of the effects: option in the shop, by email and by group, and of a subject. */
  readonly option: number;
  readonly optionEmail: number;
  readonly optionGroup: number;
  readonly subject: number;
  readonly value: number;
}
export const USUAL_TRUTH: Truth = {
  option: 0.12,
  optionEmail: 0.12,
  optionGroup: 0.08,
  subject: 0.16,
  value: 0.08,
};

/**
 * @param emails number of emails, each with three subjects, two other lists, another layout and the best hour
 * @param weekly mean number of one email's weekly sends; the largest is many times the smallest
 */
export function createEmailShop(
  seed: number,
  { emails, weekly, truth = USUAL_TRUTH }: { emails: number; weekly: number; truth?: Truth },
): EmailShop {
  const random = createRandomNumbers(seed);
  const normal = (deviation: number) => deviation * drawNormal(random);
  const names = Array.from({ length: emails }, (_, n) => `email-${n}`);
  const experiments = names.flatMap((email): PolicyExperiment[] => [
    { email, kind: "subject", variants: [OWN_VARIANT, "line-2", "line-3"] },
    { email, kind: "products", variants: [OWN_VARIANT, "chosen_next", "new_for_you"] },
    { email, kind: "layout", variants: [OWN_VARIANT, "products_first"] },
    { email, kind: "hour", variants: [OWN_VARIANT, "best_hour", RANDOM_HOUR] },
  ]);
  const effects = new Map<string, number>();
  const values = new Map<string, number>();
  const levels = new Map<string, number>();
  const groups = [0.5, 0, -0.6];
  for (const email of names) {
    levels.set(email, normal(0.5));
    for (let group = 0; group < GROUPS; group++) levels.set(`${email}|${group}`, normal(0.1));
  }
  for (const { email, kind, variants } of experiments) {
    for (const variant of variants.slice(1)) {
      const key = `${kind}/${variant}`;
      values.set(`${email}|${key}`, normal(truth.value));
      if (kind === "subject") {
        effects.set(`${email}|${key}`, normal(truth.subject));
        continue;
      }
      if (!effects.has(key)) {
        // A random hour loses what an hour is worth.
        effects.set(key, variant === RANDOM_HOUR ? -0.1 : normal(truth.option));
        values.set(key, normal(truth.value));
        for (let group = 0; group < GROUPS; group++)
          effects.set(`${key}|${group}`, normal(truth.optionGroup));
      }
      effects.set(`${email}|${key}`, normal(truth.optionEmail));
    }
  }
  const sends = new Map(
    names.map((email) => {
      const size = weekly * Math.exp(normal(0.8) - 0.32);
      return [email, [0.3, 0.3, 0.4].map((part) => Math.round(size * part))] as const;
    }),
  );
  return {
    ...{ experiments, sends },
    outlook(email, group, variants) {
      let logOdds = -3.3 + groups[group]! + levels.get(email)! + levels.get(`${email}|${group}`)!;
      let value = 1;
      for (const [kind, variant] of Object.entries(variants)) {
        if (variant === OWN_VARIANT) continue;
        const key = `${kind}/${variant}`;
        logOdds +=
          (effects.get(key) ?? 0) +
          (effects.get(`${email}|${key}`) ?? 0) +
          (effects.get(`${key}|${group}`) ?? 0);
        value += (values.get(key) ?? 0) + (values.get(`${email}|${key}`) ?? 0);
      }
      return {
        clickRate: 1 / (1 + Math.exp(-logOdds)),
        clickValue: 100 * Math.max(0, value),
        unsubscribeRate: 0.002,
      };
    },
  };
}

export const netOf = ({ clickRate, clickValue, unsubscribeRate }: Outlook) =>
  clickRate * clickValue - unsubscribeRate * LOST_SUBSCRIBER;

/** Shares by experiment (`email|kind`): groups × variants. */
export type PlayedShares = ReadonlyMap<string, readonly (readonly number[])[]>;
/** The rule that is played: the shares of the next week. */
export type Rule = (
  shop: EmailShop,
  state: {
    readonly cells: readonly PolicyCell[];
    readonly shares: PlayedShares;
    readonly day: number;
  },
) => PlayedShares;

/** Value over the merchant's setting, and how much the best variants would have earned over it. */
export interface Played {
  readonly gained: number;
  readonly possible: number;
  readonly shares: PlayedShares;
  readonly cells: readonly PolicyCell[];
}

/** Plays a shop week by week: emails are drawn by the shares, and the rule decides from their results. */
export function playShop(shop: EmailShop, rule: Rule, seed: number, weeks: number): Played {
  const random = createRandomNumbers(seed + 1_000_000);
  const cells = new Map<string, PolicyCell>();
  let shares: PlayedShares = new Map();
  let gained = 0;
  let possible = 0;
  for (let week = 0; week < weeks; week++) {
    shares = rule(shop, { cells: [...cells.values()], shares, day: 7 * week });
    for (const [email, byGroup] of shop.sends) {
      const its = shop.experiments.filter((experiment) => experiment.email === email);
      byGroup.forEach((count, group) => {
        const own = netOf(shop.outlook(email, group, {}));
        possible += count * (netOf(shop.outlook(email, group, bestOf(shop, its, group))) - own);
        for (let n = 0; n < count; n++) {
          const variants = Object.fromEntries(
            its.map(({ kind, variants: all }) => [
              kind,
              drawOne(all, shares.get(`${email}|${kind}`)?.[group], random),
            ]),
          );
          const outlook = shop.outlook(email, group, variants);
          gained += netOf(outlook) - own;
          count1(cells, { email, group, variants }, outlook, random);
        }
      });
    }
  }
  return { gained, possible, shares, cells: [...cells.values()] };
}

/** The best variant of each kind, with the others at the merchant's setting. */
function bestOf(shop: EmailShop, its: readonly PolicyExperiment[], group: number): Variants {
  return Object.fromEntries(
    its.map(({ email, kind, variants }) => [
      kind,
      variants
        .filter((variant) => variant !== RANDOM_HOUR)
        .reduce((best, variant) =>
          netOf(shop.outlook(email, group, { [kind]: variant })) >
          netOf(shop.outlook(email, group, { [kind]: best }))
            ? variant
            : best,
        ),
    ]),
  );
}

function drawOne(
  variants: readonly string[],
  shares: readonly number[] | undefined,
  random: RandomNumbers,
): string {
  if (!shares) return OWN_VARIANT;
  let place = random.nextFloat();
  for (let n = 0; n < variants.length; n++) {
    place -= shares[n]!;
    if (place < 0) return variants[n]!;
  }
  return OWN_VARIANT;
}

function count1(
  cells: Map<string, PolicyCell>,
  at: Pick<PolicyCell, "email" | "group" | "variants">,
  outlook: Outlook,
  random: RandomNumbers,
) {
  const key = `${at.email}|${at.group}|${Object.values(at.variants).join()}`;
  const known = cells.get(key) ?? {
    ...at,
    ...{ sends: 0, clicks: 0, unsubscribes: 0, valued: 0, net: 0, netSquared: 0 },
  };
  const clicked = drawBinomial(1, outlook.clickRate, random);
  // One in ten clicks leads to an order of ten times the mean.
  const value =
    clicked && random.nextFloat() < 1 / (1 + VALUE_SPREAD ** 2)
      ? outlook.clickValue * (1 + VALUE_SPREAD ** 2)
      : 0;
  cells.set(key, {
    ...known,
    sends: known.sends + 1,
    clicks: known.clicks + clicked,
    unsubscribes: known.unsubscribes + drawBinomial(1, outlook.unsubscribeRate, random),
    valued: known.valued + clicked,
    net: known.net + value,
    netSquared: known.netSquared + value ** 2,
  });
}

export function inputOf(
  shop: EmailShop,
  cells: readonly PolicyCell[],
  day: number,
  seed = "shop",
): PolicyInput {
  return {
    groups: GROUPS,
    experiments: shop.experiments,
    cells,
    economics: { clickValue: 100, lostSubscriber: LOST_SUBSCRIBER },
    ...{ seed, day },
  };
}

/** An even test of each kind, which never learns. */
export const testShares = (shop: EmailShop): PlayedShares =>
  new Map(
    shop.experiments.map(({ email, kind, variants }) => [
      `${email}|${kind}`,
      Array.from({ length: GROUPS }, () => variants.map(() => 1 / variants.length)),
    ]),
  );
