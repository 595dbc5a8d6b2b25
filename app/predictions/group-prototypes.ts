/** A customer group, which the catalog names, with its position in deviations from the mean. */
interface GroupPrototype {
  readonly key: string;
  /** Recency (low: ordered lately), frequency, spend. */
  readonly center: readonly [recency: number, frequency: number, spend: number];
}

export const GROUP_PROTOTYPES = [
  {
    key: "best",
    center: [-1, 1.6, 1.5],
  },
  {
    key: "loyal",
    center: [-0.3, 0.7, 0.6],
  },
  {
    key: "new",
    center: [-1, -0.8, -0.5],
  },
  {
    key: "occasional",
    center: [0.1, -0.2, -0.1],
  },
  {
    key: "one_large_order",
    center: [0.4, -0.8, 0.7],
  },
  {
    key: "slipping",
    center: [0.8, 0.8, 0.7],
  },
  {
    key: "lapsed",
    center: [0.9, -0.8, -0.9],
  },
] as const satisfies readonly GroupPrototype[];

export type GroupKey = (typeof GROUP_PROTOTYPES)[number]["key"];

/** Profiles without an order, which form no customer group. */
export const NO_CUSTOMER_GROUP = { key: "not_yet" } as const;

export type ShopGroupKey = GroupKey | typeof NO_CUSTOMER_GROUP.key;

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
