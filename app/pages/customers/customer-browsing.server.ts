import type { Db } from "~/db.server";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { listMergedCustomers } from "~/profiles/merges/merge-store.server";
import { Browsing } from "~/profiles/visitors/browsing";
import type { Proof } from "~/profiles/visitors/join-store.server";

/** A browser that was joined to the customer. */
interface JoinedBrowser {
  readonly visitorId: string;
  /** The distinct proofs. */
  readonly proofs: readonly Proof[];
  readonly firstShownAt: string;
}

/** A customer's browsing and the proofs that join it. */
export interface CustomerBrowsing {
  readonly visits: number;
  readonly visitDays: number;
  readonly meanDwellSeconds: number | null;
  readonly lastSeenAt: string | null;
  /** Latest first. */
  readonly viewed: readonly {
    readonly productId: string;
    readonly title: string;
    readonly views: number;
    readonly dwellSeconds: number;
  }[];
  readonly searches: readonly string[];
  readonly browsers: readonly JoinedBrowser[];
}

const SHOWN = 6;

/** @returns null if the shop has no such customer */
export async function findCustomerBrowsing(
  db: Db,
  shopId: ShopId,
  customerId: CustomerId,
): Promise<CustomerBrowsing | null> {
  const profile = await db.profile.findUnique({
    where: { shopId_customerId: { shopId, customerId } },
    select: { browsing: true, lastSeenAt: true },
  });
  if (!profile) return null;
  const browsing = Browsing.parse(profile.browsing);
  const viewed = browsing.viewed.slice(0, SHOWN);
  const customerIds = await listMergedCustomers(db, shopId, customerId);
  const [products, joins] = await Promise.all([
    db.product.findMany({
      where: { shopId, productId: { in: viewed.map((it) => it.productId) } },
      select: { productId: true, title: true },
    }),
    db.visitorJoin.findMany({
      where: { shopId, customerId: { in: customerIds }, reversedAt: null },
      orderBy: { shownAt: "asc" },
      select: { visitorId: true, proof: true, shownAt: true },
    }),
  ]);
  const titles = new Map(products.map(({ productId, title }) => [productId, title]));
  return {
    visits: browsing.visits,
    visitDays: browsing.visitDays,
    meanDwellSeconds: browsing.meanDwellSeconds,
    lastSeenAt: profile.lastSeenAt?.toISOString() ?? null,
    viewed: viewed.flatMap(({ productId, views, dwellSeconds }) => {
      const title = titles.get(productId);
      return title === undefined ? [] : { productId, title, views, dwellSeconds };
    }),
    searches: browsing.searches.slice(0, SHOWN).map(({ query }) => query),
    browsers: [...Map.groupBy(joins, ({ visitorId }) => visitorId)].map(([visitorId, shown]) => ({
      visitorId,
      proofs: [...new Set(shown.map(({ proof }) => proof as Proof))],
      firstShownAt: shown[0]?.shownAt.toISOString() ?? "",
    })),
  };
}
