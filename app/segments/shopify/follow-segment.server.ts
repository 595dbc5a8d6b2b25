import type { Config } from "~/config";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import {
  segmentSubscriptions,
  SegmentTopic,
  webhookSubscriptionCreate,
  webhookSubscriptionDelete,
} from "~/shopify/operations/webhook-subscriptions";

export interface FollowDeps extends AdminDeps {
  readonly config: AdminDeps["config"] & Pick<Config, "publicUrl">;
}

/**
 * Subscribes to the joins and leaves of one Shopify segment. Without a filter Shopify would report those of every
 * segment. Idempotent.
 *
 * @returns whether Shopify reports them: a refusal leaves the segment to the daily read
 */
export async function followSegment(
  shopId: ShopId,
  shopifySegmentId: string,
  deps: FollowDeps,
): Promise<boolean> {
  const { config, log } = deps;
  const webhook = {
    uri: new URL("/webhooks", config.publicUrl).href,
    filter: filterOf(shopifySegmentId),
  };
  try {
    const subscribed = await listSubscriptions(shopId, shopifySegmentId, deps);
    const missing = SegmentTopic.options.filter((it) =>
      subscribed.every(({ topic }) => topic !== it),
    );
    for (const topic of missing) {
      await adminGraphql(shopId, webhookSubscriptionCreate, { topic, webhook }, deps);
    }
    return true;
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable) throw error;
    log.warn(
      { err: error, shopId, shopifySegmentId },
      "Shopify does not report a segment's changes",
    );
    return false;
  }
}

/** Ends the subscriptions of one Shopify segment. If Shopify does not answer, its reports are ignored. */
export async function unfollowSegment(
  shopId: ShopId,
  shopifySegmentId: string,
  deps: AdminDeps,
): Promise<void> {
  try {
    for (const { id } of await listSubscriptions(shopId, shopifySegmentId, deps)) {
      await adminGraphql(shopId, webhookSubscriptionDelete, { id }, deps);
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.log.warn({ shopId, shopifySegmentId, reason: error.code }, "A segment is still reported");
  }
}

async function listSubscriptions(shopId: ShopId, shopifySegmentId: string, deps: AdminDeps) {
  const found: SubscriptionsPage["nodes"] = [];
  let after: string | null = null;
  do {
    const { webhookSubscriptions: page }: { webhookSubscriptions: SubscriptionsPage } =
      await adminGraphql(shopId, segmentSubscriptions, { after }, deps);
    found.push(...page.nodes.filter(({ filter }) => filter === filterOf(shopifySegmentId)));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

type SubscriptionsPage = ReturnType<
  typeof segmentSubscriptions.result.parse
>["webhookSubscriptions"];

const filterOf = (shopifySegmentId: string) =>
  `segmentId:"gid://shopify/Segment/${shopifySegmentId}"`;
