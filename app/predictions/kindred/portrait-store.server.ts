import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { Traits } from "~/profiles/profile";
import { MAY_BE_SCORED } from "../history/may-be-scored.server";
import type { CustomerFacts, Portrait } from "./portray-customers";

/** A portrait as it is stored, with the version of the customer groups that it belongs to. */
export interface StoredPortrait {
  readonly profileId: string;
  readonly version: number;
  readonly segment: string;
  /** Single precision, little-endian. */
  readonly numbers: Uint8Array;
}

/** The product types that customers spend the largest shares on, largest first, ties by name. */
export async function listLargestTypes(db: Db, shopId: ShopId, count: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ productType: string }[]>`
    select affinity->>'productType' as "productType"
    from profile cross join jsonb_array_elements(traits->'affinities') affinity
    where shop_id = ${shopId} and ${MAY_BE_SCORED} and affinity->>'productType' <> ''
    group by 1 order by sum((affinity->>'share')::float8) desc, 1 limit ${count}`;
  return rows.map(({ productType }) => productType);
}

/** What those of some profiles who ordered are compared by, the segment apart. */
export async function listComparedFacts(
  db: Db,
  shopId: ShopId,
  profileIds: readonly string[],
): Promise<Omit<CustomerFacts, "segment">[]> {
  const rows = await db.profile.findMany({
    where: { shopId, profileId: { in: [...profileIds] }, lastOrderAt: { not: null } },
    select: { profileId: true, lastOrderAt: true, netSpendMinor: true, traits: true },
  });
  return rows.flatMap(({ profileId, lastOrderAt, netSpendMinor, traits }) =>
    lastOrderAt === null
      ? []
      : {
          profileId,
          lastOrderAt,
          netSpendMinor: Number(netSpendMinor),
          traits: Traits.parse(traits),
        },
  );
}

/**
 * Stores the portraits of some profiles, each beside its prediction, over what they had; those
 * without one lose theirs.
 *
 * @param version of the customer groups
 */
export async function savePortraits(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly string[],
  portraits: readonly Portrait[],
  version: number,
): Promise<void> {
  await tx.portrait.deleteMany({ where: { shopId, profileId: { in: [...profileIds] } } });
  await tx.portrait.createMany({
    data: portraits.map(({ profileId, segment, values }) => ({
      shopId,
      profileId,
      version,
      segment,
      numbers: new Uint8Array(Float32Array.from(values).buffer),
    })),
  });
}

/** A customer's portrait; `null` of one who did not order or was not scored yet. */
export async function findPortrait(
  db: Db,
  shopId: ShopId,
  profileId: string,
): Promise<StoredPortrait | null> {
  return db.portrait.findUnique({
    where: { shopId_profileId: { shopId, profileId } },
    omit: { shopId: true },
  });
}

/** Those of some profiles that still have a portrait: nobody else may be spoken of. */
export async function listPortrayed(
  db: Db,
  shopId: ShopId,
  profileIds: readonly string[],
): Promise<Set<string>> {
  const rows = await db.portrait.findMany({
    where: { shopId, profileId: { in: [...profileIds] } },
    select: { profileId: true },
  });
  return new Set(rows.map(({ profileId }) => profileId));
}

/** Portraits of one version in columns; all of one width, one after the other. */
export interface PortraitColumns {
  /** Rising in the order of their characters. */
  readonly profileIds: readonly string[];
  readonly segments: readonly string[];
  readonly numbers: Float32Array;
}

/**
 * All portraits of one version of the customer groups. Of more than `most` customers as many are
 * drawn, the same each time. One row comes back, whose columns are made in the database: a row for
 * each of 100,000 customers takes many times as long.
 */
export async function readPortraits(
  db: Db,
  shopId: ShopId,
  version: number,
  most: number,
): Promise<PortraitColumns> {
  const [row] = await db.$queryRaw<
    { profileIds: string | null; segments: string | null; numbers: Uint8Array | null }[]
  >`
    select string_agg(profile_id, ' ') as "profileIds", string_agg(segment, ' ') as segments,
      string_agg(numbers, ''::bytea) as numbers
    from (
      select * from (
        select profile_id, segment, numbers from portrait
        where shop_id = ${shopId} and version = ${version}
        order by hashtext(profile_id), profile_id limit ${most}
      ) drawn
      order by profile_id collate "C"
    ) sorted`;
  const segments = new Map<string, string>();
  return {
    profileIds: row?.profileIds?.split(" ") ?? [],
    // The same few names: kept once each.
    segments: (row?.segments?.split(" ") ?? []).map((segment) => {
      const known = segments.get(segment) ?? segment;
      segments.set(segment, known);
      return known;
    }),
    numbers: readNumbers(row?.numbers ?? new Uint8Array(0)),
  };
}

/** Copied, so that they begin where single precision may. */
export function readNumbers(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}
