import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { chooseMetafields, MetafieldChoice } from "~/profiles/metafields/choose-metafields.server";

interface MetafieldsSave {
  /** "gone": Shopify has no such metafield that can be followed; "unreachable": Shopify did not answer. */
  readonly error: "gone" | "unreachable" | null;
  /** Differs with each save. */
  readonly saved: number | null;
}

/** Follows the chosen metafields. */
export async function saveMetafields(
  shopId: ShopId,
  body: unknown,
  deps: Parameters<typeof chooseMetafields>[2],
): Promise<MetafieldsSave> {
  const choice = MetafieldChoice.safeParse(body);
  if (!choice.success) return { error: "gone", saved: null };
  try {
    const isSaved = await chooseMetafields(shopId, choice.data, deps);
    return isSaved ? { error: null, saved: deps.now().getTime() } : { error: "gone", saved: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.log.warn({ shopId, reason: error.code }, "customers' metafields could not be chosen");
    return { error: "unreachable", saved: null };
  }
}
