/** A half-life that changes nothing. Finite, so that it can be stored as JSON. */
export const NEVER = 1e9;

/**
 * The settings of the models that a shop's own validation may change, starting from these. They are
 * usual values of the literature, and in use where a shop has too few customers for a validation.
 */
export const GENERAL_SETTINGS = {
  item_knn: { minShared: 1, asymmetry: 0.5, shrinkage: 5, halfLifeDays: 90, halfLifeOrders: 8 },
  rp3_beta: { minShared: 1, beta: 0.2, halfLifeDays: 90, halfLifeOrders: 8 },
  ease: { minShared: 1, halfLifeDays: 90, halfLifeOrders: 8 },
  transitions: { stepDecay: 0.5, backward: 0.5, halfLifeDays: NEVER, halfLifeOrders: 2 },
  user_knn: { itemHalfLife: 4, voteHalfLife: 8, lengthPower: 0.5, sessionHalfLifeDays: NEVER },
  up_cf: { recency: 10, locality: 5 },
  viewed_together: {
    minShared: 1,
    shrinkage: 5,
    ageHalfLifeDays: 90,
    halfLifeDays: 90,
    halfLifeOrders: 8,
  },
  bought_after_view: {
    minShared: 1,
    asymmetry: 0.5,
    shrinkage: 5,
    windowDays: 7,
    ageHalfLifeDays: 180,
    halfLifeDays: 90,
    halfLifeOrders: 8,
  },
  bought_after_cart: {
    minShared: 1,
    asymmetry: 0.5,
    shrinkage: 5,
    windowDays: 7,
    ageHalfLifeDays: 180,
    halfLifeDays: 90,
    halfLifeOrders: 8,
  },
} as const satisfies Record<string, Readonly<Record<string, number>>>;

export type TunedSource = keyof typeof GENERAL_SETTINGS;

/** The settings of each tuned model. */
export type ModelSettings = {
  readonly [S in TunedSource]: Readonly<Record<keyof (typeof GENERAL_SETTINGS)[S], number>>;
};

const DAYS = [NEVER, 365, 30, 10];
const ORDERS = [NEVER, 4, 2, 1];

/** `ageHalfLifeDays` is the age at which a visit or an order has lost half its weight in the fit. */
const BOUGHT_AFTER = {
  minShared: [1, 2, 3],
  asymmetry: [0.3, 0.5, 0.7],
  shrinkage: [0, 5, 20],
  windowDays: [1, 7, 30],
  ageHalfLifeDays: [NEVER, 180, 60],
  halfLifeOrders: [NEVER, 2],
  halfLifeDays: [NEVER, 30],
};

/**
 * The values that compete in a shop's validation, one setting after the other. Few customers in common (`minShared`)
 * are a weak sign in a dense store and most of the catalog in a sparse one; reasons never name fewer than three
 * (`lists/neighbor-reason.ts`).
 */
export const SETTING_GRID: {
  readonly [S in TunedSource]: {
    readonly [K in keyof (typeof GENERAL_SETTINGS)[S]]: readonly number[];
  };
} = {
  item_knn: {
    minShared: [1, 2, 3],
    asymmetry: [0.4, 0.5, 0.6],
    shrinkage: [0, 5, 20],
    halfLifeOrders: ORDERS,
    halfLifeDays: DAYS,
  },
  rp3_beta: {
    minShared: [1, 2, 3],
    beta: [0, 0.2, 0.4],
    halfLifeOrders: ORDERS,
    halfLifeDays: DAYS,
  },
  ease: { minShared: [1, 2, 3], halfLifeOrders: ORDERS, halfLifeDays: DAYS },
  transitions: {
    stepDecay: [0.3, 0.5, 0.8],
    backward: [0, 0.5, 1],
    halfLifeOrders: [0.5, 1, 4],
    halfLifeDays: [90, 30],
  },
  user_knn: {
    itemHalfLife: [1, 2, 8, NEVER],
    voteHalfLife: [2, 4, NEVER],
    lengthPower: [0.3, 0.7],
    sessionHalfLifeDays: [180, 60],
  },
  up_cf: { recency: [5, 20], locality: [1, 2, 3] },
  viewed_together: {
    minShared: [1, 2, 3],
    shrinkage: [0, 5, 20],
    ageHalfLifeDays: [NEVER, 90, 30],
    halfLifeOrders: [NEVER, 2],
    halfLifeDays: [NEVER, 30],
  },
  bought_after_view: BOUGHT_AFTER,
  bought_after_cart: BOUGHT_AFTER,
};
