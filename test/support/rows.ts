import type { Prisma, PrismaClient } from "~/generated/prisma/client";
import { profileIdOfCustomer, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { signClickLink } from "~/messages/composing/click-link";
import type { Keyring } from "~/privacy/keyring.server";
import { anId, daysAgo, hoursAgo, NOW, SHOP } from "./builders";
import { insertMessages } from "./message-rows";

/** A customer's row with a readable address: `<customerId>@example.com`, subscribed. */
export async function createProfile(
  db: PrismaClient,
  keyring: Keyring,
  { shopId = SHOP, customerId = anId() }: { shopId?: ShopId; customerId?: string } = {},
): Promise<{ profileId: ProfileId; customerId: string; email: string }> {
  const profileId = profileIdOfCustomer(customerId);
  const email = `customer-${customerId}@example.com`;
  await db.profile.create({
    data: {
      shopId,
      profileId,
      customerId,
      emailIndex: keyring.blindIndex(shopId, email),
      sealedContact: keyring.seal(JSON.stringify({ email, firstName: "Ada" }), {
        table: "profile",
        column: "sealed_contact",
        shopId,
        row: profileId,
      }),
      marketingState: "subscribed",
      marketingChangedAt: daysAgo(100),
      createdAt: daysAgo(100),
    },
  });
  return { profileId, customerId, email };
}

export interface SentMessage {
  readonly shopId?: ShopId;
  readonly messageId?: string;
  readonly profileId: string;
  readonly sentAt?: Date;
}

/** A message sent a day ago, with one link. */
export async function createSentMessage(
  db: PrismaClient,
  { shopId = SHOP, messageId = anId(), profileId, ...rest }: SentMessage,
): Promise<string> {
  const sentAt = rest.sentAt ?? hoursAgo(24);
  await insertMessages(db, [
    {
      shopId,
      messageId,
      profileId,
      state: "sent",
      plannedAt: sentAt,
      nextRunAt: sentAt,
      expiresAt: NOW,
      sentAt,
      linkCount: 1,
      intent: {},
    },
  ]);
  return messageId;
}

/** The token of the first link of an email: its button. */
export const signButton = (
  keyring: Keyring,
  messageId: string,
  target = "https://kettle.example/products/tray",
  shopId = SHOP,
): string =>
  signClickLink(
    { shopId, messageId, link: { index: 0, position: "button", place: 1, target } },
    keyring,
  );

/** A projected order's row. */
export async function createOrderRow(
  db: PrismaClient,
  order: Partial<Prisma.OrderUncheckedCreateInput> & {
    profileId: string | null;
    placedAt: Date;
    shopId?: ShopId;
  },
): Promise<string> {
  const { shopId = SHOP, orderId = anId() } = order;
  await db.order.create({
    data: {
      shopId,
      orderId,
      name: `#${orderId}`,
      currency: "GBP",
      totalMinor: 24_00,
      sourceUpdatedAt: order.placedAt,
      ...order,
    },
  });
  return orderId;
}
