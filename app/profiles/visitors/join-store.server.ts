import type { Db, Tx } from "~/db.server";
import type { CustomerId } from "~/lib/profile-id";
import { customerIdSql, profileIdSql } from "~/lib/profile-id-sql.server";
import type { ShopId } from "~/lib/shop-id";
import { listRedactedCustomers } from "~/privacy/redacted-store.server";
import { findMergeSurvivors } from "../merges/merge-store.server";
import type { Join } from "./owner";

/** How a visitor is identified as a customer. */
export type Proof =
  /** The visitor followed a link in an email to the customer. */
  | "click"
  /** The visitor used a checkout that Shopify assigns to the customer. */
  | "checkout"
  /** The visitor was logged in, as signed by Shopify. */
  | "login"
  /** The visitor signed up with an address and its owner confirmed by email. */
  | "sign_up";

export interface VisitorProof {
  readonly visitorId: string;
  readonly proof: Proof;
  /** The id that leads to the customer: a click, a checkout token, or a login or sign-up event. */
  readonly proofId: string;
  readonly shownAt: Date;
}

/** A link only identifies the first visitor, and only soon after the click: it may be forwarded. */
const CLICK_VALID_MINUTES = 30;

/** Records proofs; the first time of each proof counts. */
export async function recordProofs(
  tx: Tx,
  shopId: ShopId,
  shown: readonly VisitorProof[],
): Promise<void> {
  if (shown.length === 0) return;
  await tx.$executeRaw`
    insert into visitor_join as known (shop_id, visitor_id, proof, proof_id, shown_at)
    select ${shopId}, "visitorId", proof, "proofId", min("shownAt")
    from jsonb_to_recordset(${JSON.stringify(shown)}::jsonb) as incoming (
      "visitorId" text, proof text, "proofId" text, "shownAt" timestamptz)
    group by 2, 3, 4 order by 2, 3, 4
    on conflict (shop_id, visitor_id, proof, proof_id) do update set
      shown_at = least(known.shown_at, excluded.shown_at)`;
}

/**
 * Resolves proofs to customers: by the
 * customer of a checkout or its order, of a click, of a login or of a
 * sign-up. Never joins to an erased customer.
 *
 * @returns the visitors whose joins changed
 */
export async function resolveJoins(
  tx: Tx,
  shopId: ShopId,
  proofIds: readonly string[],
  now: Date,
): Promise<string[]> {
  if (proofIds.length === 0) return [];
  const changed = await tx.$queryRaw<{ visitorId: string }[]>`
    with touched as (
      select * from visitor_join
      where shop_id = ${shopId} and proof in ('click', 'checkout', 'login', 'sign_up')
        and proof_id = any(${[...proofIds]}::text[]))
    , found as (
      select visitor_id, proof, proof_id, shown_at, case proof
        when 'checkout' then coalesce(
          (select profile_id from "order" where "order".shop_id = ${shopId} and checkout_token = proof_id
            and profile_id is not null order by placed_at, order_id limit 1),
          (select profile_id from checkout where checkout.shop_id = ${shopId} and token = proof_id))
        when 'click' then (select ${profileIdSql()} from event
          where event.shop_id = ${shopId} and source = 'kindred' and source_id = proof_id
            and kind = 'email_clicked' and payload->>'classification' <> 'machine'
            and shown_at <= occurred_at + ${CLICK_VALID_MINUTES}::int * interval '1 minute'
            and not exists (
              select 1 from visitor_join earlier
              where earlier.shop_id = ${shopId} and earlier.proof = 'click'
                and earlier.proof_id = touched.proof_id
                and (earlier.shown_at, earlier.visitor_id) < (touched.shown_at, touched.visitor_id)))
        else (select ${profileIdSql()} from event
          where event.shop_id = ${shopId} and source = 'kindred' and source_id = proof_id
            and kind = case proof when 'login' then 'visitor_logged_in' else 'sign_up_confirmed' end)
        end as profile_id
      from touched)
    , allowed as (
      select found.*, case when profile.marketing_state = 'redacted' then null
        else ${customerIdSql("found.profile_id")} end as customer_id
      from found left join profile
        on profile.shop_id = ${shopId} and profile.profile_id = found.profile_id)
    update visitor_join known set customer_id = allowed.customer_id,
      joined_at = case when allowed.customer_id is null then null else ${now}::timestamptz end
    from allowed
    where known.shop_id = ${shopId} and known.visitor_id = allowed.visitor_id
      and known.proof = allowed.proof and known.proof_id = allowed.proof_id
      and known.customer_id is distinct from allowed.customer_id
    returning known.visitor_id as "visitorId"`;
  return [...new Set(changed.map(({ visitorId }) => visitorId))];
}

/** Active joins by visitor; merged customers are replaced by their survivors. */
export async function listJoins(
  db: Db,
  shopId: ShopId,
  visitorIds: readonly string[],
): Promise<Map<string, Join[]>> {
  const rows = await db.visitorJoin.findMany({
    where: {
      shopId,
      visitorId: { in: [...visitorIds] },
      customerId: { not: null },
      reversedAt: null,
    },
    select: { visitorId: true, customerId: true, shownAt: true },
  });
  const identified = rows.flatMap(({ customerId, ...row }) =>
    customerId === null ? [] : { ...row, customerId },
  );
  const survivors = await findMergeSurvivors(
    db,
    shopId,
    identified.map(({ customerId }) => customerId),
  );
  const joined = identified.map(({ customerId, ...row }) => ({
    ...row,
    customerId: survivors.get(customerId) ?? customerId,
  }));
  const customerIds = joined.map(({ customerId }) => customerId);
  const redacted = await listRedactedCustomers(db, shopId, customerIds);
  const joins = new Map<string, Join[]>();
  for (const { visitorId, ...join } of joined) {
    if (redacted.has(join.customerId)) continue;
    joins.set(visitorId, [...(joins.get(visitorId) ?? []), join]);
  }
  return joins;
}

/** The visitors who were joined to these customers. */
export async function listJoinedVisitors(
  db: Db,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
): Promise<string[]> {
  if (customerIds.length === 0) return [];
  const rows = await db.visitorJoin.findMany({
    where: { shopId, customerId: { in: [...customerIds] } },
    select: { visitorId: true },
    distinct: ["visitorId"],
  });
  return rows.map(({ visitorId }) => visitorId);
}
