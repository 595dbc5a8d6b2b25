import { selectShopsWithDueImports } from "~/delivery/customer-import/customer-import-store.server";
import { selectShopsWithDueTriggers } from "~/delivery/shopify-flow/trigger-use-store.server";
import { selectShopsWithUnsyncedAccount } from "~/events/pixel-account-store.server";
import { selectShopsWithDueActivities } from "~/feedback/marketing/marketing-store.server";
import { syncMarketingActivitiesJob } from "~/feedback/marketing/sync-marketing-activities.job.server";
import { Prisma } from "~/generated/prisma/client";
import { selectShopsDueToday } from "~/jobs/schedule-store.server";
import type { ShopId } from "~/lib/shop-id";
import { selectShopsWithDueFields } from "~/predictions/fields/field-store.server";
import { selectShopsToScore } from "~/predictions/prediction-store.server";
import { selectShopsWithDueMetafields } from "~/profiles/metafields/metafield-store.server";
import { selectShopsWithDueSegments } from "~/segments/members/segment-store.server";
import { selectShopsWithDueLists } from "~/segments/shopify/list-store.server";

/** Work beside the pipeline from a webhook to a credited order. */
export interface OtherDueWork {
  /** 1 while the storefront's pixel is to be installed. */
  readonly pixel: number;
  /** 1 while profiles are to be scored by the models. */
  readonly scores: number;
  /** 1 while predictions are to be written to, or removed from, customers' metafields. */
  readonly fields: number;
  /** 1 while customers' metafields are to be read. */
  readonly metafields: number;
  /** 1 while segments are to be evaluated, and 1 while lists of Shopify are to be read. */
  readonly segments: number;
  /** Tags and calls of flow steps. */
  readonly actions: number;
  /** Webhooks to other systems. */
  readonly outgoingWebhooks: number;
  /** 1 while triggers of Shopify Flow are to be fired. */
  readonly triggers: number;
  /** Confirmations to send, and confirmed requests to report to Shopify. */
  readonly optIns: number;
  /** 1 while a file of customers is checked, imported or undone. */
  readonly imports: number;
  /** Discount codes to delete in Shopify. */
  readonly endedCodes: number;
  /** 1 while marketing activities are to be reported to Shopify. */
  readonly marketing: number;
}

const { sql } = Prisma;

/**
 * The columns of a statement that counts it. A claimed row counts until its worker is done, which the searches of jobs
 * with leases leave out.
 */
export function selectOtherDueWork(shopId: ShopId, at: Date): Prisma.Sql {
  const isAmong = (dueShops: Prisma.Sql) => sql`
    (select count(*)::int from (${dueShops}) as due where "shopId" = ${shopId})`;
  const marketing = sql`
    ${selectShopsWithDueActivities(at)} union ${selectShopsDueToday(syncMarketingActivitiesJob.name, at)}`;
  const isDue = sql`it.shop_id = ${shopId} and it.next_run_at <= ${at}::timestamptz`;
  return sql`
    ${isAmong(selectShopsWithUnsyncedAccount(at))} as "pixel",
    ${isAmong(selectShopsToScore())} as "scores",
    ${isAmong(selectShopsWithDueFields(at))} as "fields",
    ${isAmong(selectShopsWithDueMetafields(at))} as "metafields",
    ${isAmong(selectShopsWithDueSegments(at))} + ${isAmong(selectShopsWithDueLists(at))} as "segments",
    (select count(*)::int from flow_action it
      join flow on flow.shop_id = it.shop_id and flow.flow_id = it.flow_id and flow.status <> 'paused'
      where ${isDue} and it.state = 'due' and it.kind in ('tag', 'webhook')) as "actions",
    (select count(*)::int from outgoing_webhook it
      join webhook_endpoint endpoint on endpoint.shop_id = it.shop_id and endpoint.endpoint_id = it.endpoint_id
        and endpoint.status = 'active' and (endpoint.held_until is null or endpoint.held_until <= ${at}::timestamptz)
      where ${isDue} and it.state = 'pending') as "outgoingWebhooks",
    ${isAmong(selectShopsWithDueTriggers())} as "triggers",
    (select count(*)::int from system_email it
      where ${isDue} and it.state = 'queued' and it.kind = 'confirmation')
      + (select count(*)::int from opt_in_request it
        where ${isDue} and it.state = 'confirmed') as "optIns",
    ${isAmong(selectShopsWithDueImports(at))} as "imports",
    (select count(*)::int from discount_code
      where shop_id = ${shopId} and ends_at <= ${at}::timestamptz) as "endedCodes",
    ${isAmong(marketing)} as "marketing"`;
}

/**
 * An expression: when the next attempt is repeated that failed because of Shopify, the provider or the database; null:
 * none waits.
 */
export function selectNextRetry(shopId: ShopId, at: Date): Prisma.Sql {
  return sql`(
    select min(next_run_at) from (
      select next_run_at from inbox_entry where shop_id = ${shopId} and state = 'waiting'
      union all select next_run_at from backfill
        where shop_id = ${shopId} and state <> 'done' and attempts > 0
      union all select next_run_at from pixel_account
        where shop_id = ${shopId} and synced_at is null and attempts > 0
      union all select next_run_at from shop_plan where shop_id = ${shopId} and attempts > 0
      union all select next_run_at from discount where shop_id = ${shopId} and attempts > 0
      union all select next_run_at from field_sync where shop_id = ${shopId} and attempts > 0
      union all select next_run_at from marketing_activity where shop_id = ${shopId} and attempts > 0
      union all select next_run_at from suppression where shop_id = ${shopId} and attempts > 0
      union all select next_run_at from opt_in_request
        where shop_id = ${shopId} and state = 'confirmed' and attempts > 0
      union all select next_run_at from system_email
        where shop_id = ${shopId} and state = 'queued' and attempts > 0
    ) postponed where next_run_at > ${at}::timestamptz)`;
}
