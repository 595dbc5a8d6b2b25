import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { Traits } from "~/profiles/profile";
import { MAY_BE_MEMBER } from "./may-be-member.server";
import { EVENT_OF, STANDS } from "./deeds-sql.server";
import type { PredictionFacts, ProductFacts, ProfileFacts, VisitFacts } from "./profile-facts";

/**
 * Loads what rules may ask about these profiles: some indexed statements for any number of them.
 * Inside a transaction, all of it through that.
 *
 * @returns by profile; who may be no member of any segment (visitors, deleted and redacted customers) is left out
 */
export async function loadProfileFacts(
  db: Db,
  shopId: ShopId,
  profileIds: readonly string[],
): Promise<Map<string, ProfileFacts>> {
  if (profileIds.length === 0) return new Map();
  const profiles = await db.$queryRaw<ProfileRow[]>`
    select profile_id as "profileId", country_code as "countryCode", locale,
      marketing_state as "marketingState", email_index is not null as "hasAddress",
      created_at as "createdAt", first_order_at as "firstOrderAt", last_order_at as "lastOrderAt",
      last_seen_at as "lastSeenAt", order_count as "orderCount",
      net_spend_minor as "netSpendMinor", traits
    from profile
    where shop_id = ${shopId} and profile_id = any(${[...profileIds]}::text[]) and ${MAY_BE_MEMBER}`;
  const ids = profiles.map(({ profileId }) => profileId);
  const own = { db, shopId, ids };
  const predictions = await loadPredictions(own);
  const orders = await loadOrders(own);
  const visits = await loadVisits(own);
  const deeds = await loadDeeds(own);
  const suppressions = await loadSuppressions(own);
  const memberships = await loadMemberships(own);
  return new Map(
    profiles.map(({ profileId, traits, ...profile }) => {
      const done = deeds.get(profileId) ?? [];
      const timesOf = (kind: string) => done.flatMap((it) => (it.kind === kind ? it.at : []));
      const clicks = done.flatMap(({ kind, at, messageId }) =>
        kind === "mail_clicked" && messageId !== null ? { at, messageId } : [],
      );
      const facts: ProfileFacts = {
        ...profile,
        profileId,
        traits: Traits.parse(traits),
        prediction: predictions.get(profileId)?.[0] ?? null,
        orders: orders.get(profileId) ?? [],
        visits: visits.get(profileId) ?? [],
        clicks,
        deeds: {
          started_checkout: timesOf("checkout"),
          got_mail: timesOf(EVENT_OF.got_mail),
          signed_up: timesOf(EVENT_OF.signed_up),
          asked_to_be_told: timesOf(EVENT_OF.asked_to_be_told),
        },
        suppressions: suppressions.get(profileId) ?? [],
        segmentIds: new Set(memberships.get(profileId)?.map(({ segmentId }) => segmentId)),
      };
      return [profileId, facts];
    }),
  );
}

type ProfileRow = Omit<
  ProfileFacts,
  "traits" | "prediction" | "orders" | "visits" | "clicks" | "deeds" | "suppressions" | "segmentIds"
> & { readonly traits: unknown };

interface Own {
  readonly db: Db;
  readonly shopId: ShopId;
  readonly ids: string[];
}
type Owned<T> = T & { readonly profileId: string };
const byProfile = <T>(rows: readonly Owned<T>[]) => Map.groupBy(rows, ({ profileId }) => profileId);

async function loadPredictions({ db, shopId, ids }: Own) {
  const rows = await db.$queryRaw<Owned<PredictionFacts>[]>`
    select profile_id as "profileId", grade, buy_7_rate as "buy7Rate", buy_30_rate as "buy30Rate",
      buy_90_rate as "buy90Rate", churn_rate as "churnRate", value_minor as "valueMinor",
      expected_orders as "expectedOrders", next_order_at as "nextOrderAt", group_key as "groupKey",
      best_hour as "bestHour", mails_per_28_days as "mailsPer28Days"
    from prediction where shop_id = ${shopId} and profile_id = any(${ids}::text[])`;
  return byProfile(rows);
}

/** What a product is, beside its id `id`, as JSON. */
const product = (id: Prisma.Sql, shopId: ShopId) => Prisma.sql`
  (select jsonb_build_object('type', product_type, 'vendor', vendor) from product
    where product.shop_id = ${shopId} and product.product_id = ${id})`;

async function loadOrders({ db, shopId, ids }: Own) {
  const rows = await db.$queryRaw<Owned<{ at: Date; lines: ToldProduct[] }>[]>`
    select profile_id as "profileId", placed_at as at, array(
      select jsonb_build_object('productId', product_id, 'known', ${product(Prisma.sql`line.product_id`, shopId)})
      from order_line line
      where line.shop_id = ${shopId} and line.order_id = placed.order_id and quantity > 0
        and product_id is not null) as lines
    from "order" placed
    where shop_id = ${shopId} and profile_id = any(${ids}::text[]) and ${STANDS}`;
  return byProfile(
    rows.map(({ profileId, at, lines }) => ({ profileId, at, products: lines.map(productFacts) })),
  );
}

interface ToldProduct {
  readonly productId: string;
  /** `null`: not in the catalog. */
  readonly known: { readonly type: string; readonly vendor: string } | null;
}
const productFacts = ({ productId, known }: ToldProduct): ProductFacts => ({
  productId,
  type: known?.type ?? null,
  vendor: known?.vendor ?? null,
});

async function loadVisits({ db, shopId, ids }: Own) {
  const rows = await db.$queryRaw<Owned<VisitRow>[]>`
    select profile_id as "profileId", started_at as at, searches, array(
      select jsonb_build_object('productId', seen."productId", 'views', seen.views,
        'added', seen.added, 'known', ${product(Prisma.sql`seen."productId"`, shopId)})
      from jsonb_to_recordset(viewed) as seen ("productId" text, views bigint, added bigint))
      as viewed
    from visit where shop_id = ${shopId} and profile_id = any(${ids}::text[])`;
  return byProfile(
    rows.map(({ profileId, viewed, ...visit }): Owned<VisitFacts> => ({
      ...visit,
      profileId,
      viewed: viewed.map(({ views, added, ...seen }) => ({
        ...productFacts(seen),
        views,
        added,
      })),
    })),
  );
}

interface VisitRow extends Pick<VisitFacts, "at" | "searches"> {
  readonly viewed: readonly (ToldProduct & { readonly views: number; readonly added: number })[];
}

/** Checkouts, and the events that tell of deeds; of clicks those of people. */
async function loadDeeds({ db, shopId, ids }: Own) {
  const customerIds = ids.map((id) => id.slice(1));
  const rows = await db.$queryRaw<Owned<{ kind: string; at: Date; messageId: string | null }>[]>`
    select 'c' || customer_id as "profileId", kind, occurred_at as at,
      payload->>'messageId' as "messageId"
    from event where shop_id = ${shopId} and customer_id = any(${customerIds}::text[])
      and (kind = any(${Object.values(EVENT_OF)}::text[])
        or (kind = 'mail_clicked' and payload->>'class' = 'human'))
    union all
    select profile_id, 'checkout', started_at, null
    from checkout where shop_id = ${shopId} and profile_id = any(${ids}::text[])`;
  return byProfile(rows);
}

async function loadSuppressions({ db, shopId, ids }: Own) {
  const rows = await db.$queryRaw<Owned<ProfileFacts["suppressions"][number]>[]>`
    select profile_id as "profileId", reason, suppression.expires_at as "expiresAt"
    from profile join suppression on suppression.shop_id = profile.shop_id
      and suppression.email_index = profile.email_index
    where profile.shop_id = ${shopId} and profile_id = any(${ids}::text[])`;
  return byProfile(rows);
}

async function loadMemberships({ db, shopId, ids }: Own) {
  const rows = await db.$queryRaw<Owned<{ segmentId: string }>[]>`
    select profile_id as "profileId", segment_id as "segmentId"
    from segment_member where shop_id = ${shopId} and profile_id = any(${ids}::text[])`;
  return byProfile(rows);
}
