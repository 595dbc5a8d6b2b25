import { listSegmentMembers } from "../graphql/resolve-segments";
import { gid } from "../store-records";
import type { Emission } from "../webhooks/emit";
import type { LocalShop } from "../world";

/** Segment id → the ids of its customers, for the segments that the app follows. */
type Members = ReadonlyMap<string, ReadonlySet<string>>;

export function listFollowedMembers(shop: LocalShop): Members {
  const followed = shop.webhookSubscriptions.flatMap(
    ({ filter }) => /gid:\/\/shopify\/Segment\/(\d+)/.exec(filter)?.[1] ?? [],
  );
  return new Map(
    [...new Set(followed)].flatMap((id) => {
      const segment = shop.store.segments.get(id);
      return segment
        ? [[id, new Set(listSegmentMembers(shop, segment).map((it) => it.id))] as const]
        : [];
    }),
  );
}

/** The webhooks of the joins and leaves between two states. */
export function compareMembers(before: Members, after: Members): Emission[] {
  return [...after].flatMap(([segmentId, members]) => {
    const earlier = before.get(segmentId) ?? new Set<string>();
    const report = (topic: string, customerId: string): Emission => ({
      topic,
      payload: { customerId: gid("Customer", customerId), segmentId: gid("Segment", segmentId) },
    });
    const joined = [...members].filter((it) => !earlier.has(it));
    const left = [...earlier].filter((it) => !members.has(it));
    return [
      ...joined.map((it) => report("customer.joined_segment", it)),
      ...left.map((it) => report("customer.left_segment", it)),
    ];
  });
}
