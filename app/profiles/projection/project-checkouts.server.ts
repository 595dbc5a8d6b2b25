import type { Tx } from "~/db.server";
import type { AnyEvent, CheckoutSnapshot } from "~/events/event";
import { filterByKind } from "~/events/of-kind";
import { profileIdOfCustomer, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring, SealedLocation } from "~/privacy/keyring.server";

interface NewestCheckout {
  readonly checkout: CheckoutSnapshot;
  readonly profileId: ProfileId | null;
  readonly recoveryUrl: string | null;
}

/** Updates checkouts to the newest snapshots in these events, unless newer ones are stored. */
export async function projectCheckouts(
  tx: Tx,
  shopId: ShopId,
  events: readonly AnyEvent[],
  { keyring }: { readonly keyring: Pick<Keyring, "seal"> },
): Promise<void> {
  const checkouts = newestCheckouts(events);
  if (checkouts.length > 0) await upsertCheckouts(tx, shopId, checkouts, keyring);
  await markDeleted(tx, shopId, events, checkouts);
}

function newestCheckouts(events: readonly AnyEvent[]): NewestCheckout[] {
  const newest = new Map<string, NewestCheckout>();
  for (const kind of ["checkout_started", "checkout_updated", "checkout_completed"] as const) {
    for (const { payload: checkout, customerId, personal } of filterByKind(events, kind)) {
      const known = newest.get(checkout.token);
      const completedAt = earlier(known?.checkout.completedAt ?? null, checkout.completedAt);
      const isNewer = !known || known.checkout.updatedAt <= checkout.updatedAt;
      const newer = isNewer
        ? {
            checkout,
            profileId: customerId ? profileIdOfCustomer(customerId) : (known?.profileId ?? null),
            recoveryUrl: personal?.recoveryUrl ?? known?.recoveryUrl ?? null,
          }
        : known;
      newest.set(checkout.token, { ...newer, checkout: { ...newer.checkout, completedAt } });
    }
  }
  return [...newest.values()];
}

async function upsertCheckouts(
  tx: Tx,
  shopId: ShopId,
  checkouts: readonly NewestCheckout[],
  keyring: Pick<Keyring, "seal">,
): Promise<void> {
  const rows = checkouts.map(({ checkout, profileId, recoveryUrl }) => ({
    ...checkout,
    profileId,
    sealed: recoveryUrl
      ? Buffer.from(keyring.seal(recoveryUrl, recoveryUrlPlace(shopId, checkout.token))).toString(
          "hex",
        )
      : null,
  }));
  await tx.$executeRaw`
    insert into checkout as known (shop_id, token, profile_id, cart_token, started_at, completed_at,
      currency, total_minor, source_name, lines, sealed_recovery_url, source_updated_at)
    select ${shopId}, token, "profileId", "cartToken", "startedAt", "completedAt", currency,
      "totalMinor", "sourceName", lines, decode(sealed, 'hex'), "updatedAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as incoming (
      token text, "profileId" text, "cartToken" text, "startedAt" timestamptz,
      "completedAt" timestamptz, currency text, "totalMinor" bigint, "sourceName" text, lines jsonb,
      sealed text, "updatedAt" timestamptz)
    on conflict (shop_id, token) do update set
      profile_id = coalesce(excluded.profile_id, known.profile_id),
      cart_token = excluded.cart_token, started_at = excluded.started_at,
      completed_at = least(known.completed_at, excluded.completed_at),
      currency = excluded.currency, total_minor = excluded.total_minor,
      source_name = excluded.source_name, lines = excluded.lines,
      sealed_recovery_url = coalesce(excluded.sealed_recovery_url, known.sealed_recovery_url),
      source_updated_at = excluded.source_updated_at
    where known.source_updated_at <= excluded.source_updated_at`;
  // An older event can still add the completion, the profile and the recovery link.
  await tx.$executeRaw`
    update checkout known set
      completed_at = least(known.completed_at, incoming."completedAt"),
      profile_id = coalesce(known.profile_id, incoming."profileId"),
      sealed_recovery_url = coalesce(known.sealed_recovery_url, decode(incoming.sealed, 'hex'))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as incoming (
      token text, "profileId" text, "completedAt" timestamptz, sealed text)
    where known.shop_id = ${shopId} and known.token = incoming.token
      and (known.completed_at is distinct from least(known.completed_at, incoming."completedAt")
        or (known.profile_id is null and incoming."profileId" is not null)
        or (known.sealed_recovery_url is null and incoming.sealed is not null))`;
}

/**
 * A deletion refers to the cart and may arrive before the checkout, so the
 * checkouts of this slice are also matched with earlier deletions. What was deleted before a checkout started was
 * another one.
 */
async function markDeleted(
  tx: Tx,
  shopId: ShopId,
  events: readonly AnyEvent[],
  checkouts: readonly NewestCheckout[],
): Promise<void> {
  const deletions = filterByKind(events, "checkout_deleted");
  if (deletions.length === 0 && checkouts.length === 0) return;
  const tokens = checkouts.map((it) => it.checkout.token);
  const earliest = checkouts.map((it) => it.checkout.startedAt).sort((a, b) => +a - +b)[0] ?? null;
  await tx.$executeRaw`
    with deletion as (
      select token, "cartToken" as cart_token, at
      from jsonb_to_recordset(${JSON.stringify(
        deletions.map((it) => ({ ...it.payload, at: it.occurredAt })),
      )}::jsonb) as incoming (token text, "cartToken" text, at timestamptz)
      union all
      select payload->>'token', payload->>'cartToken', occurred_at from event
      where shop_id = ${shopId} and kind = 'checkout_deleted'
        and occurred_at >= ${earliest}::timestamptz)
    , deleted as (
      select checkout.token, checkout.started_at, deletion.at from deletion
      join checkout on checkout.shop_id = ${shopId} and checkout.token = deletion.token
      union all
      select checkout.token, checkout.started_at, deletion.at from deletion
      join checkout on checkout.shop_id = ${shopId} and checkout.cart_token = deletion.cart_token
      where checkout.token = any(${tokens}::text[]) or ${deletions.length > 0})
    update checkout set deleted_at = deleted.at
    from (select token, min(at) as at from deleted where at >= started_at group by token) deleted
    where checkout.shop_id = ${shopId} and checkout.token = deleted.token
      and (checkout.deleted_at is null or checkout.deleted_at > deleted.at)`;
}

const recoveryUrlPlace = (shopId: ShopId, token: string): SealedLocation => ({
  table: "checkout",
  column: "sealed_recovery_url",
  shopId,
  row: token,
});

function earlier(a: Date | null, b: Date | null): Date | null {
  return a && b ? (a <= b ? a : b) : (a ?? b);
}
