import type { Tx } from "~/db.server";
import type { AnyEvent } from "~/events/event";
import { ofKind } from "~/events/of-kind";
import type { ShopId } from "~/lib/shop-id";
import { erasePerson, type ErasureDeps } from "~/privacy/erase-person.server";
import { listRedactedCustomers } from "~/privacy/redacted-store.server";
import { listMergedInto, recordMerges } from "./merge-store.server";

/**
 * Applies the merges in these events: orders and checkouts of a merged customer
 * move to the survivor, also if they arrive late.
 * Events and messages of the merged customer stay unchanged, unless the survivor was already erased.
 *
 * @returns the events with the survivors' ids, and the profiles whose orders moved
 */
export async function followMerges(
  tx: Tx,
  shopId: ShopId,
  events: readonly AnyEvent[],
  deps: ErasureDeps,
): Promise<{ readonly events: readonly AnyEvent[]; readonly profileIds: readonly string[] }> {
  const merges = ofKind(events, "customer_merged");
  await recordMerges(tx, shopId, merges);
  const customerIds = events.flatMap(({ customerId }) => customerId ?? []);
  const into = await listMergedInto(tx, shopId, customerIds);
  if (into.size === 0) return { events, profileIds: [] };

  const moves = merges.flatMap(({ customerId, payload }) => {
    const kept = customerId === null ? undefined : into.get(customerId);
    return kept === undefined
      ? []
      : { gone: `c${customerId ?? ""}`, kept: `c${kept}`, at: payload.mergedAt };
  });
  await keepProfiles(tx, shopId, moves);
  await moveOrders(tx, shopId, moves);
  await eraseWithWhomTheyBecame(tx, shopId, moves, deps);
  return {
    events: events.map((event) => {
      const kept = into.get(event.customerId ?? "");
      return kept === undefined ? event : { ...event, customerId: kept };
    }),
    profileIds: moves.flatMap(({ gone, kept }) => [gone, kept]),
  };
}

interface Move {
  readonly gone: string;
  readonly kept: string;
  readonly at: Date;
}

/** Creates survivors' profiles that do not exist yet. */
async function keepProfiles(tx: Tx, shopId: ShopId, moves: readonly Move[]): Promise<void> {
  await tx.profile.createMany({
    data: moves.map(({ kept, at }) => ({
      shopId,
      profileId: kept,
      customerId: kept.slice(1),
      createdAt: at,
    })),
    skipDuplicates: true,
  });
}

/** Erases merged customers whose survivor was erased before the merge arrived. */
async function eraseWithWhomTheyBecame(
  tx: Tx,
  shopId: ShopId,
  moves: readonly Move[],
  deps: ErasureDeps,
): Promise<void> {
  const kept = moves.map((it) => it.kept.slice(1));
  const erased = await listRedactedCustomers(tx, shopId, kept);
  for (const move of moves.filter((it) => erased.has(it.kept.slice(1)))) {
    const customerId = move.gone.slice(1);
    const named = { customerId, emailIndex: null, orderIds: [] };
    await erasePerson(tx, shopId, { ...named, requestKey: `merge/${customerId}` }, deps);
  }
}

async function moveOrders(tx: Tx, shopId: ShopId, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const told = JSON.stringify(moves);
  await tx.$executeRaw`
    update "order" set profile_id = move.kept
    from jsonb_to_recordset(${told}::jsonb) as move (gone text, kept text)
    where shop_id = ${shopId} and profile_id = move.gone`;
  await tx.$executeRaw`
    update checkout set profile_id = move.kept
    from jsonb_to_recordset(${told}::jsonb) as move (gone text, kept text)
    where shop_id = ${shopId} and profile_id = move.gone`;
}
