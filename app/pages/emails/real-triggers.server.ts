import type { Db } from "~/db.server";
import { loadCarts } from "~/flows/facts/load-carts.server";
import type { TriggerObject } from "~/flows/definition/send-step";
import type { Money } from "~/lib/money";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { Browsing } from "~/profiles/visitors/browsing";
import type { EmailReason } from "~/messages/blocks/kinds/footer";
import { SALE } from "~/profiles/order-standing-sql.server";

type TriggerLabel =
  | { readonly is: "checkout"; readonly total: Money }
  | { readonly is: "order"; readonly name: string; readonly total: Money }
  | { readonly is: "cart" | "bought" | "viewed"; readonly title: string };

/** A trigger object of a customer. */
export interface RealTrigger {
  readonly key: string;
  readonly label: TriggerLabel;
  readonly at: string;
  readonly trigger: TriggerObject;
}

/** Maximum per kind. */
const MAX_TRIGGERS = 5;

/** A customer's abandoned, ordered or viewed objects that fit the email's reason, newest first. */
export async function listRealTriggers(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
  { because, now }: { readonly because: EmailReason; readonly now: Date },
): Promise<readonly RealTrigger[]> {
  switch (because) {
    case "checkout":
      return leftCheckouts(db, shopId, profileId);
    case "cart":
      return cartNow(db, shopId, profileId, now);
    case "order":
      return orders(db, shopId, profileId);
    case "viewed":
    case "request":
      return viewedProducts(db, shopId, profileId);
    case "subscribed":
    case "birthday":
      return [];
  }
}

async function leftCheckouts(db: Db, shopId: ShopId, profileId: ProfileId): Promise<RealTrigger[]> {
  const rows = await db.checkout.findMany({
    where: { shopId, profileId, deletedAt: null, sealedRecoveryUrl: { not: null } },
    orderBy: [{ startedAt: "desc" }, { token: "asc" }],
    take: MAX_TRIGGERS,
    select: { token: true, cartToken: true, startedAt: true, totalMinor: true, currency: true },
  });
  return rows.map(({ token, cartToken, startedAt, totalMinor, currency }) => ({
    key: `checkout/${token}`,
    label: { is: "checkout", total: { minor: Number(totalMinor), currency } },
    at: startedAt.toISOString(),
    trigger: { kind: "checkout", token, cartToken, startedAt, idleMinutes: 60 },
  }));
}

async function cartNow(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
  now: Date,
): Promise<RealTrigger[]> {
  const cart = (await loadCarts(db, shopId, [profileId], now)).get(profileId);
  const first = cart?.lines[0];
  if (!first || !cart.lines.some(({ isAvailable }) => isAvailable)) return [];
  return [
    {
      key: "cart",
      label: { is: "cart", title: first.title },
      at: now.toISOString(),
      trigger: { kind: "cart", key: "cart", startedAt: now, idleMinutes: 30 },
    },
  ];
}

/** Orders and their products. */
async function orders(db: Db, shopId: ShopId, profileId: ProfileId): Promise<RealTrigger[]> {
  const rows = await db.order.findMany({
    where: { shopId, profileId, ...SALE },
    orderBy: [{ placedAt: "desc" }, { orderId: "asc" }],
    take: MAX_TRIGGERS,
    include: { lines: { orderBy: { lineId: "asc" }, take: 1 } },
  });
  return rows.flatMap(({ orderId, name, placedAt, totalMinor, currency, lines: [line] }) => {
    const at = placedAt.toISOString();
    const order: RealTrigger = {
      key: `order/${orderId}`,
      label: { is: "order", name, total: { minor: Number(totalMinor), currency } },
      at,
      trigger: { kind: "order", orderId, placedAt },
    };
    if (!line?.productId) return [order];
    const { productId, title } = line;
    const bought: RealTrigger = {
      key: `bought/${orderId}/${productId}`,
      label: { is: "bought", title },
      at,
      trigger: aboutProduct(productId, placedAt),
    };
    return [order, bought];
  });
}

async function viewedProducts(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
): Promise<RealTrigger[]> {
  const profile = await db.profile.findUnique({
    where: { shopId_profileId: { shopId, profileId } },
    select: { browsing: true },
  });
  const viewed = Browsing.parse(profile?.browsing ?? {}).viewed.slice(0, MAX_TRIGGERS);
  const products = await db.product.findMany({
    where: { shopId, productId: { in: viewed.map(({ productId }) => productId) } },
    select: { productId: true, title: true },
  });
  const titles = new Map(products.map(({ productId, title }) => [productId, title]));
  return viewed.flatMap(({ productId, lastVisitAt: at }) => {
    const title = titles.get(productId);
    if (title === undefined) return [];
    const trigger = aboutProduct(productId, new Date(at));
    return [{ key: `viewed/${productId}`, label: { is: "viewed", title }, at, trigger }];
  });
}

const aboutProduct = (productId: string, at: Date): TriggerObject => ({
  kind: "product",
  key: productId,
  productId,
  variantId: null,
  at,
  seenMinor: null,
});
