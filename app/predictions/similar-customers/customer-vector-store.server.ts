import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { Traits } from "~/profiles/profile";
import { MAY_BE_SCORED } from "../may-be-scored.server";
import type { EmbeddedCustomer, CustomerVector } from "./embed-customer";

/** A stored customer vector with the version of its customer groups. */
export interface StoredVector {
  readonly profileId: ProfileId;
  readonly version: number;
  readonly cluster: string;
  /** Single precision, little-endian. */
  readonly numbers: Uint8Array;
}

/** The product types with the largest shares of spend, largest first, ties by name. */
export async function listLargestTypes(db: Db, shopId: ShopId, count: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ productType: string }[]>`
    select affinity->>'productType' as "productType"
    from profile cross join jsonb_array_elements(traits->'affinities') affinity
    where shop_id = ${shopId} and ${MAY_BE_SCORED} and affinity->>'productType' <> ''
    group by 1 order by sum((affinity->>'share')::float8) desc, 1 limit ${count}`;
  return rows.map(({ productType }) => productType);
}

interface ComparedRow {
  readonly profileId: ProfileId;
  readonly lastOrderAt: Date;
  readonly netSpendMinor: number;
  readonly traits: unknown;
}

/** Reads the inputs of the vectors of profiles with orders, without the customer group. */
export async function loadComparedFacts(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<Omit<EmbeddedCustomer, "cluster">[]> {
  const rows = await readRows<ComparedRow>(
    db,
    Prisma.sql`
    select profile_id as "profileId", last_order_at as "lastOrderAt",
      net_spend_minor::float8 as "netSpendMinor", traits
    from profile
    where shop_id = ${shopId} and profile_id = any(${[...profileIds]}::text[])
      and last_order_at is not null`,
    { lastOrderAt: "instant" },
  );
  return rows.map(({ traits, ...row }) => ({ ...row, traits: Traits.parse(traits) }));
}

/** New vectors of some profiles; those without a new vector lose theirs. */
interface ReplacedVectors {
  readonly profileIds: readonly ProfileId[];
  readonly vectors: readonly CustomerVector[];
  /** Of the customer groups. */
  readonly version: number;
}

/** SQL of common table expressions that replace vectors, so that a statement stores them with the scores. */
export function replaceVectorsSql(
  shopId: ShopId,
  { profileIds, vectors, version }: ReplacedVectors,
): Prisma.Sql {
  const rows = vectors.map(({ profileId, cluster, values }) => ({
    profile_id: profileId,
    cluster,
    numbers: Buffer.from(Float32Array.from(values).buffer).toString("hex"),
  }));
  return Prisma.sql`
    new_vector as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (
        profile_id text, cluster text, numbers text)),
    without_orders as (
      delete from customer_vector where shop_id = ${shopId}
        and profile_id = any(${[...profileIds]}::text[])
        and profile_id not in (select profile_id from new_vector)),
    vectors as (
      insert into customer_vector (shop_id, profile_id, version, cluster, numbers)
      select ${shopId}, profile_id, ${version}::int, cluster, decode(numbers, 'hex') from new_vector
      on conflict (shop_id, profile_id) do update set
        version = excluded.version, cluster = excluded.cluster, numbers = excluded.numbers)`;
}

/** The vectors of these customers, by profile id; customers without an order or a score are absent. */
export async function findCustomerVectors(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<ReadonlyMap<string, StoredVector>> {
  const rows = await db.customerVector.findMany({
    where: { shopId, profileId: { in: [...profileIds] } },
    omit: { shopId: true },
  });
  return new Map(
    rows.map((row) => [row.profileId, { ...row, profileId: ProfileId.parse(row.profileId) }]),
  );
}

/** The profiles that still have a vector: only they may be shown. */
export async function listCustomersWithVector(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<Set<string>> {
  const rows = await db.customerVector.findMany({
    where: { shopId, profileId: { in: [...profileIds] } },
    select: { profileId: true },
  });
  return new Set(rows.map(({ profileId }) => profileId));
}

/** Vectors of one version in columns, all of the same width. */
export interface VectorColumns {
  /** Sorted by code unit. */
  readonly profileIds: readonly ProfileId[];
  readonly clusters: readonly string[];
  readonly numbers: Float32Array;
}

/**
 * Reads all vectors of one version, or a deterministic sample of the maximum size. The database
 * aggregates the columns into one row: 100,000 rows take many times as long.
 */
export async function readCustomerVectors(
  db: Db,
  shopId: ShopId,
  version: number,
  maxCustomers: number,
): Promise<VectorColumns> {
  const [row] = await db.$queryRaw<
    { profileIds: string | null; clusters: string | null; numbers: Uint8Array | null }[]
  >`
    select string_agg(profile_id, ' ') as "profileIds", string_agg(cluster, ' ') as clusters,
      string_agg(numbers, ''::bytea) as numbers
    from (
      select * from (
        select profile_id, cluster, numbers from customer_vector
        where shop_id = ${shopId} and version = ${version}
        order by hashtext(profile_id), profile_id limit ${maxCustomers}
      ) drawn
      order by profile_id collate "C"
    ) sorted`;
  const clusters = new Map<string, string>();
  return {
    profileIds: (row?.profileIds?.split(" ") ?? []).map((id) => ProfileId.parse(id)),
    // Share the few distinct strings.
    clusters: (row?.clusters?.split(" ") ?? []).map((cluster) => {
      const known = clusters.get(cluster) ?? cluster;
      clusters.set(cluster, known);
      return known;
    }),
    numbers: readNumbers(row?.numbers ?? new Uint8Array(0)),
  };
}

/** Copied to align the bytes for Float32Array. */
export function readNumbers(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}
