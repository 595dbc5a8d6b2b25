import { createCampaign } from "~/campaigns/campaign-store.server";
import { DEFAULT_PLAN } from "~/campaigns/campaign";
import { contentOf } from "~/delivery/sign-up-forms/form-templates";
import { insertSignUpForm } from "~/delivery/sign-up-forms/sign-up-form-store.server";
import type { Tx } from "~/db.server";
import { Prisma, type PrismaClient } from "~/generated/prisma/client";
import { customerIdSql } from "~/lib/profile-id-sql.server";
import { storedJson } from "~/flows/stored-json";
import type { ShopId } from "~/lib/shop-id";
import { saveScoreScale } from "~/predictions/scores/score-scale-store.server";
import { BROWSING } from "~/profiles/visitors/project-browsing.job.server";
import { INTENT_DAYS, type PredictionDetail } from "~/predictions/prediction";
import type { Keyring } from "~/privacy/keyring.server";
import { SEGMENT_TEMPLATES } from "~/segments/templates";
import { FIRST_CUSTOMER, FIRST_PRODUCT, seedShop } from "../seed-shop";
import { withoutIndexes } from "../segments/fill-shop";
import type { ShownObjects } from "../../../../test/support/admin-pages";

const PRODUCTS = 2_000;
const ORDERS_EACH = 4;
const CAMPAIGNS = 4;
const LIVE_FLOWS = ["abandoned-checkout", "abandoned-cart", "browse-abandonment"];
const TIMEOUT_MS = 600_000;
/** Large, and not searched while they are filled. */
const FILLED_TABLES = [
  ...["order_line", "event", "visit", "prediction"],
  ...["enrollment", "message", "message_outcome", "engagement_event"],
];

/** The readers of events, whose rows are filled here. */
const READERS = [
  "catalog",
  "profiles",
  "flows",
  "flows.visitors",
  "feedback",
  "consents",
  "identity",
];

/** The id of the nth campaign's email to a profile, as SQL. */
const CAMPAIGN_MESSAGE = Prisma.sql`('sent-' || n || '-' || ${customerIdSql()})`;

/** What a shop has per customer. */
export const FILLED = `${PRODUCTS.toLocaleString("en-GB")} products; each customer has ${ORDERS_EACH} orders in two years, ${CAMPAIGNS + 1} emails (one in twenty clicked), two visits, ten events and a prediction`;

/**
 * A shop for all pages of the admin: in addition to `seedShop` four sent campaigns, visits and views, predictions, every
 * segment template, a draft and a sign-up form. What a worker counts is due.
 */
export async function fillAdminShop(
  db: PrismaClient,
  keyring: Keyring,
  shopId: ShopId,
  customers: number,
): Promise<ShownObjects> {
  await withoutAllIndexes(db, FILLED_TABLES, async () => {
    await seedShop(db, keyring, shopId, { customers, products: PRODUCTS, ordersEach: ORDERS_EACH });
    await db.$transaction(
      async (tx) => {
        // References are valid by construction.
        await tx.$executeRaw`set local session_replication_role = replica`;
        await fillCampaigns(tx, shopId);
        await fillVisits(tx, shopId);
        await fillPredictions(tx, shopId);
        await saveScoreScale(tx, shopId, new Date());
        await markAsRead(tx, shopId);
      },
      { timeout: TIMEOUT_MS },
    );
  });
  const notLive = { shopId, flowId: { notIn: LIVE_FLOWS } };
  await db.flow.updateMany({ where: notLive, data: { status: "draft" } });
  const shown = await addObjects(db, shopId);
  await db.$executeRaw`vacuum (analyze)`;
  return shown;
}

/** Indexes that are made after the rows take a fraction of the time. */
async function withoutAllIndexes(
  db: PrismaClient,
  [table, ...others]: readonly string[],
  fill: () => Promise<void>,
): Promise<void> {
  if (table === undefined) return fill();
  return withoutIndexes(db, table, () => withoutAllIndexes(db, others, fill));
}

/** Every customer got each campaign, in the last four weeks. One in twenty clicked. */
async function fillCampaigns(tx: Tx, shopId: ShopId): Promise<void> {
  await tx.$executeRaw`
    insert into campaign (shop_id, campaign_id, name, status, plan, phase, audience_counts,
      foreseen_emails, created_at, updated_at, started_at, starts_at, ended_at)
    select ${shopId}, 'sent-' || n, 'Campaign ' || n, 'sent', ${JSON.stringify(DEFAULT_PLAN)}::jsonb,
      'done', '{}', 1000, at, at, at, at, at
    from generate_series(1, ${CAMPAIGNS}::int) n,
      lateral (select now() - n * interval '6 days' as at) as sent`;
  await tx.$executeRaw`
    insert into message_key (shop_id, message_id)
    select shop_id, ${CAMPAIGN_MESSAGE} from profile, generate_series(1, ${CAMPAIGNS}::int) n
    where shop_id = ${shopId}`;
  await tx.$executeRaw`
    insert into message (shop_id, message_id, campaign_id, variant, profile_id, planned_at, expires_at,
      intent)
    select shop_id, ${CAMPAIGN_MESSAGE}, 'sent-' || n, 0, profile_id, at, at, '{}'
    from profile, generate_series(1, ${CAMPAIGNS}::int) n,
      lateral (select now() - n * interval '6 days' as at) as sent
    where shop_id = ${shopId}`;
  await tx.$executeRaw`
    insert into message_outcome (shop_id, message_id, state, sent_at)
    select shop_id, message_id, 'sent', planned_at from message
    where shop_id = ${shopId} and campaign_id is not null`;
  await tx.$executeRaw`
    insert into event (shop_id, source, source_id, kind, customer_id, occurred_at, recorded_at, payload)
    select shop_id, 'kindred', 'sent/' || message_id, 'email_sent', ${customerIdSql()}, sent_at, sent_at,
      jsonb_build_object('messageId', message_id, 'flowId', flow_id, 'stepId', step_id)
    from message_status where shop_id = ${shopId} and state = 'sent'`;
  await tx.$executeRaw`
    insert into event (shop_id, source, source_id, kind, customer_id, occurred_at, recorded_at, payload)
    select shop_id, 'kindred', 'click/' || message_id, 'email_clicked', ${customerIdSql()}, at, at,
      jsonb_build_object('messageId', message_id, 'flowId', flow_id, 'stepId', step_id,
        'linkIndex', 1, 'classification', 'human')
    from message_status, lateral (select sent_at + interval '1 hour' as at) as clicked
    where shop_id = ${shopId} and state = 'sent' and hashtext(message_id) % 20 = 0`;
  await tx.$executeRaw`
    insert into engagement_event (shop_id, event_id, message_id, link_index, occurred_at, classification)
    select shop_id, message_id, message_id, 1, sent_at + interval '1 hour', 'human'
    from message_status
    where shop_id = ${shopId} and campaign_id is not null and hashtext(message_id) % 20 = 0`;
  await tx.$executeRaw`
    insert into report_rollup_queue (shop_id, day, marked_at)
    select distinct ${shopId}, sent_at::date, now() from message_outcome
    where shop_id = ${shopId} and sent_at > now() - interval '90 days'`;
}

async function fillVisits(tx: Tx, shopId: ShopId): Promise<void> {
  await tx.$executeRaw`
    insert into visit (shop_id, visitor_id, started_at, ended_at, profile_id, page_count,
      dwell_seconds, path, searches, viewed)
    select shop_id, ${customerIdSql()}, at, at, profile_id, 2, 60, '{}', '{}', jsonb_build_array(
      jsonb_build_object('productId', (${FIRST_PRODUCT}::bigint + n)::text, 'views', 1, 'added', n % 2))
    from profile, generate_series(0, 1) k,
      lateral (select ${customerIdSql()}::bigint % ${PRODUCTS}::int as n) as viewed,
      lateral (select now() - (n % 90 + k * 90) * interval '1 day' as at) as visited
    where shop_id = ${shopId}`;
  await tx.$executeRaw`
    insert into event (shop_id, source, source_id, kind, visitor_id, occurred_at, recorded_at, payload)
    select shop_id, 'pixel', visitor_id || '/' || started_at, 'product_viewed', visitor_id, started_at,
      started_at, jsonb_build_object('productId', viewed->0->>'productId', 'variantId', null)
    from visit where shop_id = ${shopId}`;
}

const EXPLANATION = { base: 0, strongest: [], rest: 0 };
const SCORE = { value: 0.2, low: 0.1, high: 0.4, grade: "B", explanation: EXPLANATION } as const;

const DETAIL = {
  intent: INTENT_DAYS.map((days) => ({ ...SCORE, days })),
  churn: { ...SCORE, days: 90 },
  value: SCORE,
  expectedOrders: 1,
  nextOrder: SCORE,
  group: { key: "loyal", grade: "B", explanation: EXPLANATION },
  bestHour: null,
  tolerance: null,
  uplift: null,
} satisfies PredictionDetail;

async function fillPredictions(tx: Tx, shopId: ShopId): Promise<void> {
  await tx.$executeRaw`
    insert into prediction (shop_id, profile_id, computed_at, model_versions, grade, buy_7_rate,
      buy_30_rate, buy_90_rate, churn_rate, value_minor, expected_orders, next_order_at, group_key,
      detail)
    select shop_id, profile_id, now() - interval '1 day', '{}', 'B', share / 4, share / 2, share,
      1 - share, n % 40000, share * 4, now() + (n % 200) * interval '1 day',
      (array['loyal', 'new', 'slipping', 'lapsed'])[1 + n % 4], ${JSON.stringify(DETAIL)}::jsonb
    from profile, lateral (select ${customerIdSql()}::bigint as n) as numbered,
      lateral (select (n * 31 % 1000) / 1000.0 as share) as shared
    where shop_id = ${shopId}`;
}

/** The events so far were processed, as far as the rows above show. */
async function markAsRead(tx: Tx, shopId: ShopId): Promise<void> {
  await tx.$executeRaw`
    insert into cursor (shop_id, consumer, seq)
    select shop_id, consumer, max(seq) from event, unnest(${[...READERS, BROWSING]}::text[]) as consumer
    where shop_id = ${shopId} group by shop_id, consumer
    on conflict (shop_id, consumer) do update set seq = excluded.seq`;
}

async function addObjects(db: PrismaClient, shopId: ShopId): Promise<ShownObjects> {
  const now = new Date();
  for (const { key, rule: ofTemplate } of SEGMENT_TEMPLATES) {
    const rule = storedJson(ofTemplate);
    const segment = { name: key, rule, createdAt: now, updatedAt: now, nextRunAt: now };
    await db.segment.create({ data: { shopId, segmentId: key, ...segment } });
    await db.segmentVersion.create({
      data: { shopId, segmentId: key, version: 1, rule, createdAt: now },
    });
  }
  const form = contentOf("news", { heading: "", text: "", teaser: "", success: "" }, "#2a6f4e");
  await createCampaign(db, shopId, { name: "Spring", plan: DEFAULT_PLAN }, now);
  return {
    campaignId: "sent-1",
    segmentId: SEGMENT_TEMPLATES[0].key,
    formId: await insertSignUpForm(db, shopId, { name: "News", content: form }, now),
    messageId: `sent-1-${FIRST_CUSTOMER}`,
    customerId: String(FIRST_CUSTOMER),
  };
}
