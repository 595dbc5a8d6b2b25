/** Merchants' names for customer groups, with their position in deviations from the mean. */
interface GroupPrototype {
  readonly key: string;
  readonly name: string;
  readonly about: string;
  /** Recency (low: ordered lately), frequency, spend. */
  readonly center: readonly [recency: number, frequency: number, spend: number];
}

export const GROUP_PROTOTYPES = [
  {
    key: "best",
    name: "Best customers",
    about: "Order often, spend most, and were here lately.",
    center: [-1, 1.6, 1.5],
  },
  {
    key: "loyal",
    name: "Loyal regulars",
    about: "Come back at their own pace and spend more than most.",
    center: [-0.3, 0.7, 0.6],
  },
  {
    key: "new",
    name: "New customers",
    about: "Ordered for the first time not long ago.",
    center: [-1, -0.8, -0.5],
  },
  {
    key: "occasional",
    name: "Occasional customers",
    about: "Order now and then, about as much as most.",
    center: [0.1, -0.2, -0.1],
  },
  {
    key: "one_large_order",
    name: "One large order",
    about: "Spent much in few orders.",
    center: [0.4, -0.8, 0.7],
  },
  {
    key: "slipping",
    name: "Good customers slipping away",
    about: "Used to order often, and have not been here for long.",
    center: [0.8, 0.8, 0.7],
  },
  {
    key: "lapsed",
    name: "Lapsed",
    about: "Ordered once or twice, little and long ago.",
    center: [0.9, -0.8, -0.9],
  },
] as const satisfies readonly GroupPrototype[];

export type GroupKey = (typeof GROUP_PROTOTYPES)[number]["key"];

/** Profiles without an order, which form no customer group. */
export const NO_CUSTOMER_GROUP = {
  key: "not_yet",
  name: "Not yet a customer",
  about: "Known by name or address, and has not ordered yet.",
} as const;

export type ShopGroupKey = GroupKey | typeof NO_CUSTOMER_GROUP.key;

/** A group's name and description. */
export function describeGroup(key: string): {
  readonly key: string;
  readonly name: string;
  readonly about: string;
} {
  const found = [...GROUP_PROTOTYPES, NO_CUSTOMER_GROUP].find((it) => it.key === key);
  return { key, name: found?.name ?? key, about: found?.about ?? "" };
}

const WIDTH = 3;

/**
 * Names each center after a different prototype by minimal total distance.
 *
 * @param centers at most seven × 3, row-major, in deviations from the mean
 * @returns one key per center, each different
 */
export function nameCenters(centers: Float64Array): GroupKey[] {
  const count = centers.length / WIDTH;
  const distanceOf = (row: number, { center }: GroupPrototype) =>
    center.reduce((sum, value, n) => sum + ((centers[row * WIDTH + n] ?? 0) - value) ** 2, 0);
  let best: { keys: readonly GroupKey[]; distance: number } = { keys: [], distance: Infinity };
  const assign = (keys: readonly GroupKey[], distance: number): void => {
    if (distance >= best.distance) return;
    if (keys.length === count) {
      best = { keys, distance };
      return;
    }
    for (const prototype of GROUP_PROTOTYPES) {
      if (keys.includes(prototype.key)) continue;
      assign([...keys, prototype.key], distance + distanceOf(keys.length, prototype));
    }
  };
  assign([], 0);
  return [...best.keys];
}
