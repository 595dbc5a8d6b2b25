import type { Tx } from "~/db.server";
import type { AnyEvent } from "~/events/event";
import { filterByKind } from "~/events/of-kind";
import { profileIdOfCustomer, type CustomerId, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { erasePerson, type ErasureDeps } from "~/privacy/erase-customer.server";
import { listRedactedCustomers } from "~/privacy/redacted-store.server";
import { findMergeSurvivors, recordMerges } from "./merge-store.server";

/**
 * Applies the merges in these events: orders and checkouts of a merged customer
 * move to the survivor, also if they arrive late.
 * Events and messages of the merged customer stay unchanged, unless the survivor was already erased.
 *
 * @param areAnyMerged whether one of their customers was merged earlier
 * @returns the events with the survivors' ids, and the profiles whose orders moved
 */
export async function applyMerges(
  tx: Tx,
  shopId: ShopId,
  events: readonly AnyEvent[],
  { areAnyMerged }: { readonly areAnyMerged: boolean },
  deps: ErasureDeps,
): Promise<{ readonly events: readonly AnyEvent[]; readonly profileIds: readonly ProfileId[] }> {
  const merges = filterByKind(events, "customer_merged");
  if (merges.length === 0 && !areAnyMerged) return { events, profileIds: [] };
  await recordMerges(tx, shopId, merges);
  const customerIds = events.flatMap(({ customerId }) => customerId ?? []);
  const survivors = await findMergeSurvivors(tx, shopId, customerIds);
  if (survivors.size === 0) return { events, profileIds: [] };

  const resolved = merges.flatMap(({ customerId, payload }) => {
    const survivorId = customerId === null ? undefined : survivors.get(customerId);
    return customerId === null || survivorId === undefined
      ? []
      : { customerId, survivorId, at: payload.mergedAt };
  });
  await ensureProfiles(tx, shopId, resolved);
  await moveOrders(tx, shopId, resolved);
  await eraseIfSurvivorErased(tx, shopId, resolved, deps);
  return {
    events: events.map((event) => {
      const survivorId = survivors.get(event.customerId ?? "");
      return survivorId === undefined ? event : { ...event, customerId: survivorId };
    }),
    profileIds: resolved.flatMap(({ customerId, survivorId }) =>
      [customerId, survivorId].map(profileIdOfCustomer),
    ),
  };
}

interface Merge {
  readonly customerId: CustomerId;
  readonly survivorId: CustomerId;
  readonly at: Date;
}

/** Creates survivors' profiles that do not exist yet. */
async function ensureProfiles(tx: Tx, shopId: ShopId, resolved: readonly Merge[]): Promise<void> {
  await tx.profile.createMany({
    data: resolved.map(({ survivorId, at }) => ({
      shopId,
      profileId: profileIdOfCustomer(survivorId),
      customerId: survivorId,
      createdAt: at,
    })),
    skipDuplicates: true,
  });
}

/** Erases merged customers whose survivor was erased before the merge arrived. */
async function eraseIfSurvivorErased(
  tx: Tx,
  shopId: ShopId,
  resolved: readonly Merge[],
  deps: ErasureDeps,
): Promise<void> {
  const survivorIds = resolved.map(({ survivorId }) => survivorId);
  const erased = await listRedactedCustomers(tx, shopId, survivorIds);
  for (const { customerId } of resolved.filter(({ survivorId }) => erased.has(survivorId))) {
    const named = { customerId, emailIndex: null, orderIds: [] };
    await erasePerson(tx, shopId, { ...named, requestKey: `merge/${customerId}` }, deps);
  }
}

async function moveOrders(tx: Tx, shopId: ShopId, resolved: readonly Merge[]): Promise<void> {
  if (resolved.length === 0) return;
  const moves = resolved.map(({ customerId, survivorId }) => ({
    mergedId: profileIdOfCustomer(customerId),
    survivorId: profileIdOfCustomer(survivorId),
  }));
  const rows = JSON.stringify(moves);
  await tx.$executeRaw`
    update "order" set profile_id = move."survivorId"
    from jsonb_to_recordset(${rows}::jsonb) as move ("mergedId" text, "survivorId" text)
    where shop_id = ${shopId} and profile_id = move."mergedId"`;
  await tx.$executeRaw`
    update checkout set profile_id = move."survivorId"
    from jsonb_to_recordset(${rows}::jsonb) as move ("mergedId" text, "survivorId" text)
    where shop_id = ${shopId} and profile_id = move."mergedId"`;
}
