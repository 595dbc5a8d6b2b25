import type { PrismaClient } from "~/generated/prisma/client";
import { defineFlow, emailStep } from "~/flows/definition/define-flow";
import { storedJson } from "~/flows/stored-json";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { ShopId } from "~/lib/shop-id";

export const LARGE_SHOP = ShopId.parse("large.myshopify.com");
export const SMALL_SHOP = ShopId.parse("small.myshopify.com");
const FLOW = "bench";

/** An email, a day's wait, and another email: typical due work. */
const DEFINITION = defineFlow({
  ...{ key: FLOW, name: "Bench", exits: ["order_placed"], holdoutRate: 0 },
  trigger: { kind: "consent_given", maxAgeHours: 24 },
  steps: [
    emailStep("email-1"),
    { kind: "wait", stepId: "wait-1", for: { count: 1, unit: "days" } },
    emailStep("email-2"),
  ],
});

export async function seedShop(db: PrismaClient, shopId: ShopId): Promise<void> {
  const at = new Date();
  const version = { version: 1, definition: storedJson(DEFINITION), createdAt: at };
  await db.shop.create({
    data: { shopId, name: shopId, currency: "GBP", timeZone: "Europe/London", installedAt: at },
  });
  await db.flow.create({
    data: {
      ...{ shopId, flowId: FLOW, libraryKey: FLOW, name: "Bench", status: "live" },
      ...{ liveVersion: 1, createdAt: at, updatedAt: at, versions: { create: version } },
    },
  });
}

interface SeededEnrollments {
  readonly count: number;
  /** Distinguishes these rows from others of the shop. */
  readonly prefix: string;
  /** When the first is due, and the interval between them. */
  readonly firstAt: Date;
  readonly everyMs: number;
}

const OBJECTS_EACH = 10;

/** Enrollments before their first email, ten per customer, each due slightly after the previous one. */
export async function seedEnrollments(
  db: PrismaClient,
  shopId: ShopId,
  { count, prefix, firstAt, everyMs }: SeededEnrollments,
): Promise<void> {
  const at = new Date();
  await db.$executeRaw`
    insert into profile (shop_id, profile_id, customer_id, email_index, marketing_state, order_count,
      net_spend_minor, traits, browsing, created_at)
    select ${shopId}, ${profileIdOfCustomer(prefix)} || n, ${prefix} || n, decode(md5(${prefix} || n), 'hex'),
      'subscribed', 0, 0, '{}', '{}', ${at}::timestamptz
    from generate_series(0, ${Math.ceil(count / OBJECTS_EACH) - 1}::int) n`;
  const context = {
    trigger: { kind: "person", key: "bench", at: at.toISOString() },
    ...{ objectUpdatedAt: at.toISOString(), waitsSince: null },
  };
  // In slices, since the embedded database keeps a statement's rows in memory.
  const slice = 50_000;
  for (let from = 0; from < count; from += slice) {
    const to = Math.min(count, from + slice) - 1;
    await db.$executeRaw`
      insert into enrollment (shop_id, enrollment_id, flow_id, version, profile_id, object_key, variant,
        state, step_id, next_run_at, context, enrolled_at, updated_at, attempts)
      select ${shopId}, ${prefix} || n, ${FLOW}, 1, ${profileIdOfCustomer(prefix)} || (n / ${OBJECTS_EACH}::int),
        ${prefix} || n, 'treated', 'active', 'email-1',
        ${firstAt}::timestamptz + interval '1 millisecond' * (n::float8 * ${everyMs}::float8),
        ${JSON.stringify(context)}::jsonb, ${at}::timestamptz, ${at}::timestamptz, 0
      from generate_series(${from}::int, ${to}::int) n`;
  }
  await db.$executeRawUnsafe("analyze enrollment, profile");
}
