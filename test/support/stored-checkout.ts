import type { Prisma, PrismaClient } from "~/generated/prisma/client";
import type { AnyEvent } from "~/events/event";
import { recordEvents } from "~/events/event-store.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { anId, anOrder, anOrderPlaced, hoursAgo, NOW, SHOP } from "./builders";

const LINES = [
  {
    productId: "501",
    variantId: "601",
    title: "Cedar tray",
    variantTitle: null,
    quantity: 1,
    netMinor: 24_00,
  },
];

/** A checkout abandoned two hours before NOW, as projected. */
export async function storeCheckout(
  db: PrismaClient,
  keyring: Keyring,
  profileId: string,
  overrides: Partial<Prisma.CheckoutUncheckedCreateInput> = {},
): Promise<string> {
  const { shopId = SHOP, token = anId() } = overrides;
  const place = { table: "checkout", column: "sealed_recovery_url", shopId, row: token };
  const data = {
    shopId,
    token,
    profileId,
    cartToken: `cart-of-${token}`,
    startedAt: hoursAgo(2.5),
    currency: "GBP",
    totalMinor: 24_00n,
    sourceName: "web",
    lines: LINES,
    sealedRecoveryUrl: keyring.seal(`https://kettle.example/checkouts/${token}/recover`, place),
    sourceUpdatedAt: hoursAgo(2),
    ...overrides,
  };
  await db.checkout.upsert({
    where: { shopId_token: { shopId, token } },
    create: data,
    update: overrides,
  });
  return token;
}

/** The event of a changed checkout. Its content does not matter, since enrollments read the projection. */
export function aCheckoutUpdated(token: string, updatedAt: Date = hoursAgo(2)): AnyEvent {
  return {
    shopId: SHOP,
    source: "shopify",
    sourceId: `checkout/${token}/updated/${updatedAt.toISOString()}`,
    kind: "checkout_updated",
    customerId: null,
    occurredAt: updatedAt,
    payload: {
      token,
      cartToken: null,
      startedAt: hoursAgo(2.5),
      updatedAt,
      completedAt: null,
      currency: "GBP",
      totalMinor: 24_00,
      sourceName: "web",
      lines: LINES,
    },
    personal: null,
  };
}

/** A projected order of a profile, and its event. */
export async function storeOrder(
  db: PrismaClient,
  profileId: string,
  overrides: Partial<Prisma.OrderUncheckedCreateInput> = {},
): Promise<AnyEvent> {
  const { orderId = anId(), placedAt = NOW } = overrides;
  await db.order.create({
    data: {
      shopId: SHOP,
      orderId,
      name: `#${orderId}`,
      profileId,
      placedAt,
      currency: "GBP",
      totalMinor: 24_00n,
      sourceName: "web",
      sourceUpdatedAt: placedAt,
      lines: {
        create: {
          lineId: `${orderId}-1`,
          productId: "501",
          variantId: "601",
          title: "Cedar tray",
          quantity: 1,
          netMinor: 24_00n,
        },
      },
      ...overrides,
    },
  });
  const order = anOrder({
    orderId,
    placedAt: new Date(placedAt),
    fulfilledAt: overrides.fulfilledAt ? new Date(overrides.fulfilledAt) : null,
    checkoutToken: overrides.checkoutToken ?? null,
  });
  return anOrderPlaced(order, profileId.slice(1));
}

/** Records events as already read by catalog and profiles. */
export async function recordEvent(
  db: PrismaClient,
  deps: { keyring: Keyring; now: () => Date },
  events: readonly AnyEvent[],
  shopId: ShopId = SHOP,
): Promise<void> {
  await db.$transaction((tx) => recordEvents(tx, events, deps));
  const { _max } = await db.event.aggregate({ where: { shopId }, _max: { seq: true } });
  const seq = _max.seq ?? 0n;
  const key = { shopId, consumer: "profiles" };
  await db.cursor.upsert({
    where: { shopId_consumer: key },
    create: { ...key, seq },
    update: { seq },
  });
}
