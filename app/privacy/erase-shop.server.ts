import { Prisma, type PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "./audit-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
}

export type ShopErasure =
  | { readonly kind: "erased" }
  /** The app is installed (again): the merchant wants it, with its data. */
  | { readonly kind: "kept"; readonly reason: "installed" };

/** Every table with a shop's rows, those that refer to others first. What is kept stands in `KEPT`. */
const TABLES = [
  "choice_change",
  "choice",
  "message_arm",
  "lift_count",
  "lift_day",
  "digest",
  "mail_count",
  "pick_count",
  "count_due",
  "attribution",
  "hit",
  "message_link",
  "mail_event",
  "handed_mail",
  "sending_identity",
  "sending_domain",
  "sending_brake",
  "mail_batch",
  "message",
  "flow_action",
  "notice",
  "webhook_secret",
  "enrollment",
  "opt_in_request",
  "mail_preference",
  "consent_entry",
  "template_version",
  "template",
  "flow_version",
  "flow",
  "segment_size",
  "segment_member",
  "segment_version",
  "segment",
  "training_run",
  "placement",
  "model",
  "portrait",
  "prediction",
  "profile_property",
  "visit",
  "visitor_join",
  "customer_merge",
  "checkout",
  "refund",
  "order_line",
  "order",
  "collection",
  "variant",
  "product",
  "profile",
  "event",
  "cursor",
  "reconciliation_find",
  "reconciliation",
  "backfill",
  "pixel_account",
  "settings",
  "shopify_session",
  "inbox_entry",
] as const;

/** Blind indexes of addresses that must not be mailed, and the trail of what was done. */
export const KEPT_AFTER_SHOP_ERASURE = ["suppression", "audit_entry"] as const;

const SLICE_ROWS = 5_000;

/**
 * Forgets a shop that uninstalled the app, 48 hours after it did, also one whose
 * webhook of that was lost and whose access is. In slices, so
 * that a large shop holds up nobody; run again it goes on where it was stopped.
 *
 * @param requestKey the webhook's id, whose own inbox row stays until it is settled
 */
export async function eraseShop(
  shopId: ShopId,
  { requestKey }: { readonly requestKey: string },
  { db, now }: Deps,
): Promise<ShopErasure> {
  const shop = await db.shop.findUnique({
    where: { shopId },
    select: { uninstalledAt: true, accessLostAt: true },
  });
  if (shop && !hasLeft(shop)) return { kind: "kept", reason: "installed" };

  for (const table of TABLES) {
    const keep =
      table === "inbox_entry" ? Prisma.sql`and webhook_id <> ${requestKey}` : Prisma.empty;
    const name = Prisma.raw(`"${table}"`);
    let deleted: number;
    do {
      deleted = await db.$executeRaw`
        delete from ${name} where ctid = any(array(
          select ctid from ${name} where shop_id = ${shopId} ${keep} limit ${SLICE_ROWS}))`;
    } while (deleted === SLICE_ROWS);
  }
  await db.$transaction(async (tx) => {
    await tx.suppression.updateMany({
      where: { shopId },
      data: { sealedAddress: null, note: null },
    });
    await tx.shop.deleteMany({
      where: { shopId, OR: [{ uninstalledAt: { not: null } }, { accessLostAt: { not: null } }] },
    });
    await recordAudit(tx, shopId, {
      auditId: `shop-erased/${requestKey}`,
      at: now(),
      actor: "shopify",
      action: "shop_erased",
      detail: {},
    });
  });
  return { kind: "erased" };
}

interface Presence {
  readonly uninstalledAt: Date | null;
  readonly accessLostAt: Date | null;
}

const hasLeft = ({ uninstalledAt, accessLostAt }: Presence): boolean =>
  uninstalledAt !== null || accessLostAt !== null;
