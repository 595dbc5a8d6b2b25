import {
  CONTENT_KINDS,
  CONTENT_OPTIONS,
  CONTENT_OUTCOMES,
  CONTENT_RANGES,
  OWN,
  type ContentKind,
} from "./choice-ranges";
import { draw, normalOf, numberOf } from "./draws";
import type { Range } from "./ranges";

/** The chosen option of each kind. */
export type Content = Readonly<Record<ContentKind, string>>;

export const OWN_CONTENT: Content = { subject: OWN, list: OWN, layout: OWN };

/** Kinds of customers that content is chosen for: who clicked or ordered of late, who did so once, and who never did. */
export const CUSTOMER_KINDS = ["engaged", "known", "new"] as const;
export type CustomerKind = (typeof CUSTOMER_KINDS)[number];

/** How much the options of a shop's emails differ. */
export interface ContentLaw {
  readonly seed: number;
  readonly spreads: Readonly<
    Record<ContentKind, { shop: number; email: number; customers: number; none: number }>
  >;
  readonly buysPerClick: number;
  readonly buysSpread: number;
  readonly leavesSpread: number;
}

export function drawContentLaw(seed: number, within: (range: Range) => number): ContentLaw {
  const spreads = Object.fromEntries(
    CONTENT_KINDS.map((kind) => {
      const { shop, email, customers, none } = CONTENT_RANGES[kind];
      return [
        kind,
        {
          ...{ shop: within(shop), email: within(email) },
          ...{ customers: within(customers), none: within(none) },
        },
      ];
    }),
  ) as ContentLaw["spreads"];
  return {
    seed,
    spreads,
    buysPerClick: within(CONTENT_OUTCOMES.buysPerClick),
    buysSpread: within(CONTENT_OUTCOMES.buysSpread),
    leavesSpread: within(CONTENT_OUTCOMES.leavesSpread),
  };
}

/** The options of an email: every list and layout, and three or four subjects. */
export function optionsOf({ seed }: ContentLaw, email: string): typeof CONTENT_OPTIONS {
  const isShort = draw(seed, numberOf(email), 0, "option", 0) < 0.5;
  return isShort
    ? { ...CONTENT_OPTIONS, subject: CONTENT_OPTIONS.subject.slice(0, 3) }
    : CONTENT_OPTIONS;
}

/** Logarithms of the factors of an email's outcomes. */
export interface Effect {
  readonly clicks: number;
  readonly buys: number;
  readonly leaves: number;
}

const NO_EFFECT: Effect = { clicks: 0, buys: 0, leaves: 0 };

/**
 * The effect of one option of an email on one kind of customer, next to the merchant's own option: the sum of one for all
 * emails of the shop, one for this email, and one for these customers, or exactly nothing.
 */
export function effectOf(
  law: ContentLaw,
  {
    email,
    kind,
    option,
  }: { readonly email: string; readonly kind: ContentKind; readonly option: string },
  customers: CustomerKind,
): Effect {
  if (option === OWN) return NO_EFFECT;
  const spread = law.spreads[kind];
  const own = numberOf(`${email}/${kind}/${option}`);
  if (draw(law.seed, own, 0, "option", 1) < spread.none) return NO_EFFECT;
  const normal = (key: number, nth: number) => normalOf(draw(law.seed, key, 0, "option", nth));
  const ofShop = spread.shop * normal(numberOf(`${kind}/${option}`), 2);
  // The merchant's own subject is also a draw, common to the comparisons with it.
  const merchant = kind === "subject" ? normal(numberOf(`${email}/${kind}/${OWN}`), 3) : 0;
  const ofEmail = spread.email * (normal(own, 3) - merchant);
  const ofCustomers = spread.customers * normal(numberOf(`${kind}/${option}/${customers}`), 4);
  const clicks = ofShop + ofEmail + ofCustomers;
  return {
    clicks,
    buys: law.buysPerClick * clicks + law.buysSpread * normal(own, 5),
    leaves: law.leavesSpread * normal(own, 6),
  };
}

const known = new WeakMap<ContentLaw, Map<string, Effect>>();

/** The effect of all chosen options together. */
export function effectOfContent(
  law: ContentLaw,
  email: string,
  content: Content,
  customers: CustomerKind,
): Effect {
  const { subject, list, layout } = content;
  if (subject === OWN && list === OWN && layout === OWN) return NO_EFFECT;
  const effects = known.get(law) ?? new Map<string, Effect>();
  known.set(law, effects);
  const key = `${email} ${subject} ${list} ${layout} ${customers}`;
  const before = effects.get(key);
  if (before) return before;
  const all = CONTENT_KINDS.map((kind) =>
    effectOf(law, { email, kind, option: content[kind] }, customers),
  );
  const sum = (of: keyof Effect) => all.reduce((total, it) => total + it[of], 0);
  const effect = { clicks: sum("clicks"), buys: sum("buys"), leaves: sum("leaves") };
  effects.set(key, effect);
  return effect;
}
