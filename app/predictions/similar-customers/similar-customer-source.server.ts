import { LRUCache } from "lru-cache";
import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { findLatestKindVersion, findProductTypes } from "../models/model-store.server";
import {
  FOUND_BY_TASTE,
  MAX_COMPARED,
  prepareSimilarSearch,
  prepareTasteSearch,
  type SimilarCustomer,
} from "./find-similar-customers";
import {
  findCustomerVectors,
  listCustomersWithVector,
  readNumbers,
  readCustomerVectors,
} from "./customer-vector-store.server";
import {
  embedCustomer,
  traitsOf,
  type CustomerVector,
  type EmbeddedCustomer,
} from "./embed-customer";

export interface SimilarCustomerSource {
  /**
   * Similar customers of the same customer group, nearest first; empty when the customer has not ordered, has not been
   * scored, or is alone in the group.
   */
  find(db: Db, shopId: ShopId, profileId: ProfileId): Promise<SimilarCustomer[]>;
  /**
   * The customers of the whole shop with the most similar taste, nearest first. Unknown customers are absent. Three
   * queries for any number of customers.
   */
  findByTaste(
    db: Db,
    shopId: ShopId,
    customers: readonly FewOrders[],
    now: Date,
  ): Promise<ReadonlyMap<string, readonly SimilarCustomer[]>>;
}

/** A customer with few or no orders. */
interface FewOrders {
  readonly profileId: ProfileId;
  /** What to compare a customer by who has no vector of their own; `null`: by nothing. */
  readonly firstLook: Omit<EmbeddedCustomer, "cluster"> | null;
}

const FOUND = 4;
/** Extra neighbors, because some may have been erased since the vectors were read. */
const SPARE = 4;
/** Maximum delay until newly scored customers appear in the results. */
const MAX_AGE_MS = 10 * 60_000;
/** Cached customers over all shops, about 500 bytes each. */
const MAX_CACHED_CUSTOMERS = 200_000;

/** Finds similar customers from stored vectors, with an in-memory cache of recently used shops. */
export function createSimilarCustomerSource(): SimilarCustomerSource {
  const searches = new LRUCache<string, Search>({
    ttl: MAX_AGE_MS,
    maxSize: MAX_CACHED_CUSTOMERS,
    sizeCalculation: ({ size }) => size + 1,
  });

  return {
    async find(db, shopId, profileId) {
      const own = (await findCustomerVectors(db, shopId, [profileId])).get(profileId);
      if (!own) return [];
      const { findInGroup } = await searchOf(db, shopId, own.version);
      const found = findInGroup({ ...own, values: readNumbers(own.numbers) });
      const [kept = []] = await keepScored(db, shopId, [found], FOUND);
      return kept;
    },

    async findByTaste(db, shopId, customers, now) {
      const profileIds = customers.map(({ profileId }) => profileId);
      const vectors = await findCustomerVectors(db, shopId, profileIds);
      const newest = await findLatestKindVersion(db, shopId, "customer_groups");
      const found = new Map<ProfileId, readonly SimilarCustomer[]>();
      for (const { profileId, firstLook } of customers) {
        const own = vectors.get(profileId);
        if (!own && !firstLook) continue;
        const { findTaste, productTypes } = await searchOf(db, shopId, own?.version ?? newest);
        const values = own
          ? readNumbers(own.numbers)
          : firstLook && embedCustomer({ ...firstLook, cluster: "" }, productTypes, now).values;
        if (values) found.set(profileId, findTaste({ profileId, values }));
      }
      const kept = await keepScored(db, shopId, [...found.values()], FOUND_BY_TASTE);
      return new Map([...found.keys()].map((profileId, n) => [profileId, kept[n] ?? []]));
    },
  };

  async function searchOf(db: Db, shopId: ShopId, version: number): Promise<Search> {
    const key = `${shopId}/${version}`;
    const known = searches.get(key);
    if (known) return known;
    const productTypes = await findProductTypes(db, shopId, version);
    const { profileIds, clusters, numbers } = await readCustomerVectors(
      db,
      shopId,
      version,
      MAX_COMPARED,
    );
    const columns = {
      traits: traitsOf(productTypes),
      profileIds,
      values: Float64Array.from(numbers),
    };
    const search = {
      findInGroup: prepareSimilarSearch({ ...columns, clusters }, FOUND + SPARE),
      findTaste: prepareTasteSearch(columns, FOUND_BY_TASTE + SPARE),
      productTypes,
      size: profileIds.length,
    };
    searches.set(key, search);
    return search;
  }
}

/** Without customers who were erased or opted out since the vectors were read. */
async function keepScored(
  db: Db,
  shopId: ShopId,
  lists: readonly (readonly SimilarCustomer[])[],
  count: number,
): Promise<SimilarCustomer[][]> {
  const profileIds = new Set(lists.flat().map(({ profileId }) => profileId));
  const scored = await listCustomersWithVector(db, shopId, [...profileIds]);
  return lists.map((list) => list.filter((it) => scored.has(it.profileId)).slice(0, count));
}

interface Search {
  readonly findInGroup: (customer: CustomerVector) => SimilarCustomer[];
  readonly findTaste: ReturnType<typeof prepareTasteSearch>;
  readonly productTypes: readonly string[];
  /** Customers. */
  readonly size: number;
}
