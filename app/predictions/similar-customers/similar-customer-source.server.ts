import { LRUCache } from "lru-cache";
import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { findProductTypes } from "../models/model-store.server";
import { prepareSimilarSearch, type SimilarCustomer } from "./find-similar-customers";
import {
  findCustomerVector,
  listCustomersWithVector,
  readNumbers,
  readCustomerVectors,
} from "./customer-vector-store.server";
import { traitsOf, type CustomerVector } from "./embed-customer";

export interface SimilarCustomerSource {
  /**
   * Similar customers, nearest first; empty when the customer has not ordered, has not been scored,
   * or is alone in the group.
   */
  find(db: Db, shopId: ShopId, profileId: ProfileId): Promise<SimilarCustomer[]>;
}

const FOUND = 4;
/** Extra neighbors, because some may have been erased since the vectors were read. */
const SPARE = 4;
/** Maximum delay until newly scored customers appear in the results. */
const MAX_AGE_MS = 10 * 60_000;
/**
 * Larger shops are sampled deterministically: the nearest of 20,000 are close enough, and the first page view waits
 * for reading them.
 */
const MAX_COMPARED = 20_000;
/** Cached customers over all shops, about 250 bytes each. */
const MAX_CACHED_CUSTOMERS = 400_000;

/** Finds similar customers from stored vectors, with an in-memory cache of recently used shops. */
export function createSimilarCustomerSource(): SimilarCustomerSource {
  const searches = new LRUCache<string, Search>({
    ttl: MAX_AGE_MS,
    maxSize: MAX_CACHED_CUSTOMERS,
    sizeCalculation: ({ size }) => size + 1,
  });

  return {
    async find(db, shopId, profileId) {
      const own = await findCustomerVector(db, shopId, profileId);
      if (!own) return [];
      const key = `${shopId}/${own.version}`;
      const { find } = searches.get(key) ?? (await prepare(db, shopId, own.version));
      const found = find({ ...own, values: readNumbers(own.numbers) });
      const scored = await listCustomersWithVector(
        db,
        shopId,
        found.map((it) => it.profileId),
      );
      return found.filter((it) => scored.has(it.profileId)).slice(0, FOUND);
    },
  };

  async function prepare(db: Db, shopId: ShopId, version: number): Promise<Search> {
    const productTypes = await findProductTypes(db, shopId, version);
    const { profileIds, clusters, numbers } = await readCustomerVectors(
      db,
      shopId,
      version,
      MAX_COMPARED,
    );
    const traits = traitsOf(productTypes);
    const values = Float64Array.from(numbers);
    const find = prepareSimilarSearch({ traits, profileIds, clusters, values }, FOUND + SPARE);
    const search = { find, size: profileIds.length };
    searches.set(`${shopId}/${version}`, search);
    return search;
  }
}

interface Search {
  readonly find: (customer: CustomerVector) => SimilarCustomer[];
  /** Customers. */
  readonly size: number;
}
