import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { customerIdOf, type ProfileId } from "~/lib/profile-id";
import { profileIdSql } from "~/lib/profile-id-sql.server";
import type { ShopId } from "~/lib/shop-id";
import { PREDICTED, PREDICTED_VALUES } from "~/predictions/predicted-values";
import type { Grade } from "~/predictions/prediction";
import { Traits } from "~/profiles/profile";
import type { RequiredSources } from "./required-sources";
import { EVENT_BY_BEHAVIOR } from "./behavior-events";
import { isKeptSaleSql } from "~/profiles/order-standing-sql.server";
import { MAY_BE_MEMBER } from "./may-be-member.server";
import { orderItemsSql, orderValueSql } from "./filters-sql.server";
import type {
  CountedEmail,
  CustomerFacts,
  CustomerOrder,
  CustomerPrediction,
  CustomerVisit,
  ProductAttributes,
} from "./customer-facts";

/**
 * Loads the facts that rules need about these profiles, in a fixed number of indexed statements.
 * Uses the given transaction for all statements.
 *
 * @param required sources that are not required are not loaded and stay empty
 * @returns facts by profile; skips profiles that cannot be members (visitors, deleted and erased customers)
 */
export async function loadCustomerFacts(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  required: RequiredSources,
): Promise<Map<string, CustomerFacts>> {
  if (profileIds.length === 0) return new Map();
  const profiles = await loadProfiles(db, shopId, profileIds);
  const ids = profiles.map(({ profileId }) => profileId);
  const context = { db, shopId, ids, required };
  const orders = required.sources.has("orders") ? await loadOrders(context) : NONE;
  const visits = required.sources.has("visits") ? await loadVisits(context) : NONE;
  const eventRows = required.kinds.length > 0 ? await loadEvents(context) : NONE;
  const checkouts = required.sources.has("checkouts") ? await loadCheckouts(context) : NONE;
  const opens = required.sources.has("opens") ? await loadOpens(context) : NONE;
  const propertyRows = required.sources.has("flow_properties")
    ? await loadProperties(context)
    : NONE;
  const suppressions = required.sources.has("suppressions")
    ? await loadSuppressions(context)
    : NONE;
  return new Map(
    profiles.map(({ profileId, traits, segmentIds, grade, groupKey, ...profile }) => {
      const events = eventRows.get(profileId) ?? [];
      const ofKind = (kind: string) => events.filter((it) => it.kind === kind);
      const timesOf = (kind: string) => ofKind(kind).map(({ at }) => at);
      const facts: CustomerFacts = {
        ...profile,
        profileId,
        traits: Traits.parse(traits),
        prediction: grade && { grade, groupKey, values: profile },
        orders: orders.get(profileId) ?? [],
        visits: visits.get(profileId) ?? [],
        emails: {
          got_email: ofKind(EVENT_BY_BEHAVIOR.got_email),
          clicked_email: ofKind(EVENT_BY_BEHAVIOR.clicked_email),
          opened_email: opens.get(profileId) ?? [],
        },
        behaviorTimes: {
          started_checkout: checkouts.get(profileId)?.map(({ at }) => at) ?? [],
          signed_up: timesOf(EVENT_BY_BEHAVIOR.signed_up),
          requested_product_alert: timesOf(EVENT_BY_BEHAVIOR.requested_product_alert),
        },
        customEvents: ofKind(EVENT_BY_BEHAVIOR.custom_event).flatMap(({ at, name }) =>
          name === null ? [] : [{ at, name }],
        ),
        suppressions: suppressions.get(profileId) ?? [],
        properties: new Map(
          propertyRows.get(profileId)?.map(({ name, value }) => [name, value] as const),
        ),
        segmentIds: new Set(segmentIds),
      };
      return [profileId, facts];
    }),
  );
}

type SeparatelyLoaded =
  | "traits"
  | "prediction"
  | "orders"
  | "visits"
  | "emails"
  | "behaviorTimes"
  | "customEvents"
  | "suppressions"
  | "properties"
  | "segmentIds";
interface ProfileRow
  extends Omit<CustomerFacts, SeparatelyLoaded>, Readonly<CustomerPrediction["values"]> {
  readonly traits: unknown;
  readonly segmentIds: readonly string[];
  /** `null` without a prediction. */
  readonly grade: Grade | null;
  readonly groupKey: string | null;
}

const PREDICTED_COLUMNS = Prisma.raw(
  PREDICTED.map((it) => `${PREDICTED_VALUES[it].column} as ${it}`).join(", "),
);

/** Loads profiles with predictions and memberships. */
async function loadProfiles(db: Db, shopId: ShopId, profileIds: readonly ProfileId[]) {
  return db.$queryRaw<ProfileRow[]>`
    select profile.profile_id as "profileId", country_code as "countryCode", locale,
      region, city_key as "cityKey", tags,
      marketing_state as "marketingState", email_index is not null as "hasAddress",
      created_at as "createdAt", first_order_at as "firstOrderAt", last_order_at as "lastOrderAt",
      last_seen_at as "lastSeenAt", order_count as "orderCount",
      net_spend_minor as "netSpendMinor", traits, array(
        select segment_id from segment_member member
        where member.shop_id = profile.shop_id and member.profile_id = profile.profile_id)
        as "segmentIds",
      grade, group_key as "groupKey", ${PREDICTED_COLUMNS}
    from profile left join prediction on prediction.shop_id = profile.shop_id
      and prediction.profile_id = profile.profile_id
    where profile.shop_id = ${shopId} and profile.profile_id = any(${[...profileIds]}::text[])
      and ${MAY_BE_MEMBER}`;
}

interface LoadContext {
  readonly db: Db;
  readonly shopId: ShopId;
  readonly ids: ProfileId[];
  readonly required: RequiredSources;
}
type WithProfileId<T> = T & { readonly profileId: string };
const byProfile = <T>(rows: readonly WithProfileId<T>[]) =>
  Map.groupBy(rows, ({ profileId }) => profileId);
const NONE = new Map<string, never>();

/** The collections of a product as JSON. */
const collections = (id: Prisma.Sql, shopId: ShopId) => Prisma.sql`
  array(select collection_id from collection
    where collection.shop_id = ${shopId} and deleted_at is null and ${id} = any(product_ids))`;

/** A product's attributes as JSON. */
const product = (id: Prisma.Sql, shopId: ShopId) => Prisma.sql`
  (select jsonb_build_object('type', product_type, 'vendor', vendor, 'tags', tags) from product
    where product.shop_id = ${shopId} and product.product_id = ${id})`;

async function loadOrders({ db, shopId, ids, required }: LoadContext) {
  const asksLines = required.sources.has("order_lines");
  const rows = await db.$queryRaw<WithProfileId<OrderRow>[]>`
    select profile_id as "profileId", placed_at as at, source_name as channel,
      utm_source as "utmSource", utm_medium as "utmMedium", utm_campaign as "utmCampaign",
      discount_codes as "discountCodes", ${orderValueSql(shopId)}::bigint as "valueMinor",
      ${orderItemsSql(shopId)}::int as items, array(
      select jsonb_build_object('productId', product_id, 'variantId', variant_id,
        'known', ${product(Prisma.sql`line.product_id`, shopId)},
        'collectionIds', ${collections(Prisma.sql`line.product_id`, shopId)})
      from order_line line
      where line.shop_id = ${shopId} and line.order_id = placed.order_id and quantity > 0
        and product_id is not null and ${asksLines}::boolean) as lines
    from "order" placed
    where shop_id = ${shopId} and profile_id = any(${ids}::text[]) and ${isKeptSaleSql("placed")}`;
  return byProfile(
    rows.map(({ lines, ...order }) => ({
      ...order,
      products: lines.map((line) => ({ ...toProductAttributes(line), variantId: line.variantId })),
    })),
  );
}

interface OrderRow extends Omit<CustomerOrder, "products"> {
  readonly lines: readonly (LineProduct & { readonly variantId: string | null })[];
}

interface LineProduct {
  readonly productId: string;
  /** `null`: not in the catalog. */
  readonly known: {
    readonly type: string;
    readonly vendor: string;
    readonly tags: readonly string[];
  } | null;
  readonly collectionIds: readonly string[];
}
const toProductAttributes = ({
  productId,
  known,
  collectionIds,
}: LineProduct): ProductAttributes => ({
  productId,
  type: known?.type ?? null,
  vendor: known?.vendor ?? null,
  tags: known?.tags ?? [],
  collectionIds,
});

async function loadVisits({ db, shopId, ids }: LoadContext) {
  const rows = await db.$queryRaw<WithProfileId<VisitRow>[]>`
    select profile_id as "profileId", started_at as at, searches, array(
      select jsonb_build_object('productId', seen."productId", 'views', seen.views,
        'added', seen.added, 'known', ${product(Prisma.sql`seen."productId"`, shopId)},
        'collectionIds', ${collections(Prisma.sql`seen."productId"`, shopId)})
      from jsonb_to_recordset(viewed) as seen ("productId" text, views bigint, added bigint))
      as viewed
    from visit where shop_id = ${shopId} and profile_id = any(${ids}::text[])`;
  return byProfile(
    rows.map(({ profileId, viewed, ...visit }): WithProfileId<CustomerVisit> => ({
      ...visit,
      profileId,
      viewed: viewed.map(({ views, added, ...seen }) => ({
        ...toProductAttributes(seen),
        views,
        added,
      })),
    })),
  );
}

interface VisitRow extends Pick<CustomerVisit, "at" | "searches"> {
  readonly viewed: readonly (LineProduct & { readonly views: number; readonly added: number })[];
}

interface EventRow extends CountedEmail {
  readonly kind: string;
  /** Of a custom event. */
  readonly name: string | null;
}

/** Loads behavior events; only human clicks. */
async function loadEvents({ db, shopId, ids, required }: LoadContext) {
  const customerIds = ids.flatMap((id) => customerIdOf(id) ?? []);
  const rows = await db.$queryRaw<WithProfileId<EventRow>[]>`
    -- Under row-level security, an index is used only if what is looked up is a plain column.
    with own as materialized (
      select ${profileIdSql()} as profile_id, kind, occurred_at, payload->>'name' as name,
        payload->>'messageId' as message_id
      from event
      where shop_id = ${shopId} and customer_id = any(${customerIds}::text[])
        and kind = any(${[...required.kinds]}::text[])
        and (kind <> ${EVENT_BY_BEHAVIOR.clicked_email} or payload->>'classification' = 'human'))
    select own.profile_id as "profileId", kind, occurred_at as at, name,
      own.message_id as "messageId", sender.flow_id as "flowId",
      sender.campaign_id as "campaignId"
    from own left join message sender on sender.shop_id = ${shopId}
      and sender.message_id = own.message_id`;
  return byProfile(rows);
}

/** Loads human opens. */
async function loadOpens({ db, shopId, ids }: LoadContext) {
  const rows = await db.$queryRaw<WithProfileId<CountedEmail>[]>`
    select message.profile_id as "profileId", opened.occurred_at as at,
      message.message_id as "messageId", message.flow_id as "flowId",
      message.campaign_id as "campaignId"
    from message join engagement_event opened on opened.shop_id = message.shop_id
      and opened.message_id = message.message_id
    where message.shop_id = ${shopId} and message.profile_id = any(${ids}::text[])
      and opened.kind = 'open' and opened.classification = 'human'`;
  return byProfile(rows);
}

async function loadCheckouts({ db, shopId, ids }: LoadContext) {
  const rows = await db.$queryRaw<WithProfileId<{ at: Date }>[]>`
    select profile_id as "profileId", started_at as at
    from checkout where shop_id = ${shopId} and profile_id = any(${ids}::text[])`;
  return byProfile(rows);
}

async function loadProperties({ db, shopId, ids }: LoadContext) {
  const rows = await db.profileProperty.findMany({
    where: { shopId, profileId: { in: ids } },
    select: { profileId: true, name: true, value: true },
  });
  return byProfile(
    rows.flatMap(({ value, ...row }) => (value === null ? [] : [{ ...row, value }])),
  );
}

async function loadSuppressions({ db, shopId, ids }: LoadContext) {
  const rows = await db.$queryRaw<WithProfileId<CustomerFacts["suppressions"][number]>[]>`
    select profile_id as "profileId", reason, suppression.expires_at as "expiresAt"
    from profile join suppression on suppression.shop_id = profile.shop_id
      and suppression.email_index = profile.email_index
    where profile.shop_id = ${shopId} and profile_id = any(${ids}::text[])`;
  return byProfile(rows);
}
