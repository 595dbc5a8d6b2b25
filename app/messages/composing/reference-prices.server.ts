import { needsReferencePrice, type PriceMarkets } from "~/catalog/price-history";
import { findLowestPrices } from "~/catalog/price-history-store.server";
import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { MessageIntent } from "../message";
import type { NamedProduct } from "./email-products.server";
import { withReferencePrice } from "./reference-prices";

interface AboutPrice {
  readonly profileId: ProfileId;
  readonly intent: Pick<MessageIntent, "trigger">;
}

/** Current prices for price-drop emails; other emails show prices as they are. */
export async function loadReferencePrices<M extends AboutPrice>(
  db: Db,
  shopId: ShopId,
  messages: readonly M[],
  productOf: (message: M) => NamedProduct | null,
): Promise<(message: M) => NamedProduct | null> {
  const about = messages.filter((message) => seenPrice(message) !== null);
  if (about.length === 0) return productOf;
  const soldAs = about.flatMap((message) => productOf(message)?.soldAs ?? []);
  const lowest = await findLowestPrices(db, shopId, [...new Set(soldAs)]);
  const markets = await loadMarkets(db, shopId);
  const profiles = await db.profile.findMany({
    where: { shopId, profileId: { in: about.map(({ profileId }) => profileId) } },
    select: { profileId: true, countryCode: true },
  });
  const countryOf = new Map(profiles.map((it) => [it.profileId, it.countryCode]));
  return (message) => {
    const product = productOf(message);
    const seenMinor = seenPrice(message);
    if (!product || seenMinor === null) return product;
    return withReferencePrice(product, {
      seenMinor,
      lowestMinor: lowest.get(product.soldAs ?? "") ?? null,
      isByLaw: needsReferencePrice(markets, countryOf.get(message.profileId) ?? null),
    });
  };
}

const seenPrice = ({ intent: { trigger } }: AboutPrice): number | null =>
  trigger.kind === "product" ? trigger.seenMinor : null;

async function loadMarkets(db: Db, shopId: ShopId): Promise<PriceMarkets> {
  return db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { countryCode: true, shipsToCountries: true },
  });
}
