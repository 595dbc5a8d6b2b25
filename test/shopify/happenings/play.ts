import type { Happening, HappeningKind, HappeningOf, HappeningResult } from "../happening";
import { emit, type Emission } from "../webhooks/emit";
import type { LocalShop, World } from "../world";
import { cartChanges } from "./cart-changes";
import { catalogChanges } from "./catalog-changes";
import { checkoutChanges } from "./checkout-changes";
import { customerChanges } from "./customer-changes";
import { orderChanges } from "./order-changes";
import { metafieldChanges } from "./metafield-changes";
import { segmentChanges } from "./segment-changes";
import { compareMembers, listFollowedMembers } from "./segment-members";
import { shopChanges } from "./shop-changes";

/** A change's context. */
export interface Scene {
  readonly world: World;
  readonly shop: LocalShop;
  readonly at: string;
}

/** A change's result. */
export interface Effect {
  readonly id: string;
  readonly emissions: readonly Emission[];
}

export type Changes<K extends HappeningKind> = {
  [P in K]: (scene: Scene, happening: HappeningOf<P>) => Effect;
};

/** Built on use, because the changes import this file and may be loaded first. */
const allChanges = (): Changes<HappeningKind> => ({
  ...customerChanges,
  ...catalogChanges,
  ...cartChanges,
  ...checkoutChanges,
  ...orderChanges,
  ...segmentChanges,
  ...metafieldChanges,
  ...shopChanges,
});

/** Thrown when an event names an unknown record. */
export class UnknownRecord extends Error {
  override readonly name = "UnknownRecord";
}

/** Plays one event: changes the records, then queues the webhooks with the new state. */
export function play(world: World, shop: LocalShop, happening: Happening): HappeningResult {
  const at = happening.at ?? ownInstant(happening) ?? world.clock.nowIso();
  const change = allChanges()[happening.kind] as (scene: Scene, it: Happening) => Effect;
  const before = listFollowedMembers(shop);
  const { id, emissions } = change({ world, shop, at }, happening);
  const moves = compareMembers(before, listFollowedMembers(shop));
  return { kind: happening.kind, id, webhooks: emit(world, shop, [...emissions, ...moves], at) };
}

const ownInstant = (happening: Happening) =>
  happening.kind === "order_placed" ? happening.order.createdAt : undefined;

export function findOrThrow<T>(what: string, id: string, record: T | null | undefined): T {
  if (record === null || record === undefined) throw new UnknownRecord(`no ${what} ${id}`);
  return record;
}

/** Only the named fields: `undefined` leaves a field unchanged. */
export function assignDefined<T extends object>(
  record: T,
  change: { [K in keyof T]?: T[K] | undefined },
) {
  for (const [key, value] of Object.entries(change)) {
    if (value !== undefined) record[key as keyof T] = value as T[keyof T];
  }
}
