import { nextSegmentTimes } from "../members/segment-store.server";
import type { CommonDeps } from "~/deps";
import { lockCursor } from "~/events/event-store.server";
import { defineJob } from "~/jobs/job.server";
import { AppError } from "~/lib/errors";
import { profileIdOfCustomer, type CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql } from "~/shopify/admin-graphql.server";
import { customerSegment, customerSegmentMembers } from "~/shopify/operations/customer-segments";
import { findInstalledShop } from "~/shopify/shop-store.server";
import { recordMembershipEvents } from "../members/record-membership-events.server";
import { countMembers, replaceMembers } from "../members/member-store.server";
import { EVENT_CURSOR } from "../members/changed-profile-store.server";
import { toNumericId, type ShopifyOrigin } from "../members/origin";
import { followSegment, type FollowDeps } from "./follow-segment.server";
import { findDueList, selectShopsWithDueLists, saveList } from "./list-store.server";
import { listReportedChanges } from "./reported-change-store.server";

type Deps = FollowDeps & CommonDeps<"db" | "keyring" | "queue" | "now">;

const DAY_MS = 86_400_000;
/** Retry delay after a failed request. */
const RETRY_MS = 3_600_000;
/** Four hundred pages at a few pages per second. */
const MAX_MEMBERS = 100_000;
const TIMEOUT_MS = 60_000;

/**
 * Reads the members of segments that were imported as lists: on import and then once a day, which finds what Shopify
 * did not report. Joins and leaves are recorded as for any segment.
 */
export const syncShopifyMembersJob = defineJob<Deps>({
  name: "segments.sync-shopify-members",
  selectDueShops: selectShopsWithDueLists,
  nextDueTimes: nextSegmentTimes,

  async run(shopId, deps, signal) {
    const { db, now, log } = deps;
    if (!(await findInstalledShop(db, shopId))) return { more: false };
    const list = await findDueList(db, shopId, now());
    if (!list) return { more: false };
    const at = now();
    try {
      const found = await readMembers(shopId, list.origin, deps, signal);
      if (found === "interrupted") return { more: true };
      if (found.kind === "stopped") {
        const origin = { ...list.origin, stoppedBecause: found.because };
        await saveList(db, shopId, list.segmentId, { origin, nextRunAt: null });
      } else {
        await storeMembers(shopId, { ...list, ...found, at }, deps);
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ shopId, reason: error.code }, "Members of a segment could not be read at Shopify");
      await saveList(db, shopId, list.segmentId, { nextRunAt: new Date(at.getTime() + RETRY_MS) });
    }
    return { more: true };
  },
});

type ReadResult =
  | {
      readonly kind: "read";
      readonly query: string;
      readonly customerIds: readonly CustomerId[];
      readonly isFollowed: boolean;
    }
  | { readonly kind: "stopped"; readonly because: NonNullable<ShopifyOrigin["stoppedBecause"]> };

async function readMembers(
  shopId: ShopId,
  { shopifySegmentId }: ShopifyOrigin,
  deps: Deps,
  signal: AbortSignal,
): Promise<ReadResult | "interrupted"> {
  const id = `gid://shopify/Segment/${shopifySegmentId}`;
  const { segment } = await adminGraphql(shopId, customerSegment, { id }, deps);
  if (!segment) return { kind: "stopped", because: "deleted" };
  // Before the read, so that no change is between the two.
  const isFollowed = await followSegment(shopId, shopifySegmentId, deps);
  const customerIds: CustomerId[] = [];
  let after: string | null = null;
  do {
    if (signal.aborted) return "interrupted";
    const { customerSegmentMembers: page }: { customerSegmentMembers: MembersPage } =
      await adminGraphql(shopId, customerSegmentMembers, { id, after }, deps);
    if (page.totalCount > MAX_MEMBERS) {
      return { kind: "stopped", because: "too_large" };
    }
    customerIds.push(...page.edges.map(({ node }) => toNumericId(node.id)));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return { kind: "read", query: segment.query, customerIds, isFollowed };
}

type MembersPage = ReturnType<typeof customerSegmentMembers.result.parse>["customerSegmentMembers"];

interface FetchedList {
  readonly segmentId: string;
  readonly origin: ShopifyOrigin;
  readonly isFirst: boolean;
  readonly query: string;
  readonly customerIds: readonly CustomerId[];
  readonly isFollowed: boolean;
  readonly at: Date;
}

async function storeMembers(
  shopId: ShopId,
  { segmentId, origin, isFirst, query, customerIds, isFollowed, at }: FetchedList,
  deps: Deps,
): Promise<void> {
  await deps.db.$transaction(
    async (tx) => {
      await lockCursor(tx, shopId, EVENT_CURSOR);
      const members = new Set(customerIds);
      // Changes during the read may be newer than the page with the customer.
      for (const { customerId, change } of await listReportedChanges(
        tx,
        shopId,
        origin.shopifySegmentId,
        at,
      )) {
        if (change === "joined") members.add(customerId);
        else members.delete(customerId);
      }
      const profileIds = [...members].map(profileIdOfCustomer);
      const changes = await replaceMembers(tx, shopId, { segmentId, profileIds }, at);
      await saveList(tx, shopId, segmentId, {
        origin: { ...origin, query, isFollowed, takenAt: at.toISOString(), stoppedBecause: null },
        evaluatedAt: at,
        nextRunAt: new Date(at.getTime() + DAY_MS),
      });
      await countMembers(tx, shopId, [segmentId], at);
      // The first members have not joined now.
      if (isFirst || changes.length === 0) return;
      await recordMembershipEvents(tx, shopId, changes, deps);
      await deps.queue.announce(tx, shopId, "events_recorded");
    },
    { timeout: TIMEOUT_MS },
  );
}
