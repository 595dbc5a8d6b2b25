import type { Db } from "~/db.server";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { profileIdOfCustomer } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { FIRST_CUSTOMER, FIRST_PRODUCT, hex } from "../seed-shop";

/**
 * Day-old abandoned checkouts of the shop's first customers, with enrollments due for the flow's second email: the
 * most expensive one, with recommendations.
 */
export async function seedDueEnrollments(
  db: Db,
  keyring: Keyring,
  shopId: ShopId,
  {
    count,
    round = 0,
    first = 0,
  }: {
    readonly count: number;
    readonly round?: number;
    /** The first one's place among the shop's customers. */
    readonly first?: number;
  },
): Promise<void> {
  const startedAt = new Date(Date.now() - 28 * 3_600_000);
  const rows = Array.from({ length: count }, (_, i) => {
    const token = `left-${round}-${i}`;
    const place = { table: "checkout", column: "sealed_recovery_url", shopId, row: token };
    const productId = String(FIRST_PRODUCT + (i % 50));
    const line = {
      productId,
      variantId: null,
      title: "Stoneware dish",
      variantTitle: null,
      quantity: 1,
    };
    return {
      token,
      profile_id: profileIdOfCustomer(String(FIRST_CUSTOMER + first + i)),
      sealed_url: hex(keyring.seal(`https://kettle.example/checkouts/${token}/recover`, place)),
      lines: [{ ...line, netMinor: 24_00 }],
      context: {
        trigger: { kind: "checkout", token, cartToken: null, startedAt, idleMinutes: 60 },
        objectUpdatedAt: startedAt,
      },
    };
  });
  const json = JSON.stringify(rows);
  await db.$executeRaw`
    insert into checkout (shop_id, token, profile_id, started_at, currency, total_minor, source_name,
      lines, sealed_recovery_url, source_updated_at)
    select ${shopId}, token, profile_id, ${startedAt}::timestamptz, 'GBP', 2400, 'web', lines,
      decode(sealed_url, 'hex'), ${startedAt}::timestamptz
    from jsonb_to_recordset(${json}::jsonb) as left_one (token text, profile_id text, sealed_url text, lines jsonb)`;
  await db.$executeRaw`
    insert into enrollment (shop_id, enrollment_id, flow_id, version, profile_id, object_key, variant, state,
      step_id, next_run_at, context, enrolled_at, updated_at)
    select ${shopId}, token, ${ABANDONED_CHECKOUT.key}, 1, profile_id, token, 'treated', 'active', 'email-2',
      now() - interval '30 minutes', context, ${startedAt}::timestamptz, ${startedAt}::timestamptz
    from jsonb_to_recordset(${json}::jsonb) as left_one (token text, profile_id text, context jsonb)`;
}
