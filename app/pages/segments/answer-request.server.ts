import { z } from "zod";
import type { CommonDeps } from "~/deps";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findCustomerByEmail } from "~/pages/customers/customer-list.server";
import { deleteSegment, type SegmentDeleteOutcome } from "./delete-segment.server";
import { findSegment } from "~/segments/members/segment-store.server";
import { unfollowSegment } from "~/segments/shopify/follow-segment.server";
import type { AdminDeps } from "~/shopify/admin-graphql.server";
import { saveSegment, type SegmentSaveOutcome } from "~/segments/editing/save-segment.server";
import type { Db } from "~/db.server";
import { profileIdOfCustomer, type CustomerId } from "~/lib/profile-id";
import { loadRuleNames } from "./rule-names.server";
import { getRequiredSources } from "~/segments/required-sources";
import { loadCustomerFacts } from "~/segments/customer-facts-store.server";
import type { RuleNames } from "~/segments/words/describe-condition";
import { explainRule, type ExplainedNode } from "~/segments/words/explain-rule";

/** Requests of the segment page. Email addresses are posted, since URLs end up in logs. */
const Request = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("save"), version: z.number().int(), draft: z.unknown() }),
  z.object({ kind: z.literal("delete") }),
  z.object({ kind: z.literal("explain"), email: z.string() }),
  z.object({ kind: z.literal("overlap"), otherId: z.string() }),
]);

export type SegmentAnswer =
  | SegmentSaveOutcome
  | SegmentDeleteOutcome
  | { readonly kind: "membership"; readonly membership: Membership }
  | { readonly kind: "overlap"; readonly overlap: Overlap };

type Deps = AdminDeps &
  CommonDeps<"db" | "queue"> & { readonly keyring: Pick<Keyring, "blindIndex"> };

/** Handles a request of the segment page. */
export async function answerSegmentRequest(
  shopId: ShopId,
  segmentId: string,
  body: unknown,
  deps: Deps,
): Promise<SegmentAnswer> {
  const { db, now } = deps;
  const segment = await findSegment(db, shopId, segmentId);
  if (!segment) {
    throw new AppError("not_found", "There is no such segment");
  }
  const parsed = Request.safeParse(body);
  if (!parsed.success) throw new AppError("invalid_input", "That could not be read");
  const request = parsed.data;
  switch (request.kind) {
    case "save":
      return saveSegment(shopId, { segmentId, version: request.version }, request.draft, deps);
    case "delete": {
      const answer = await deleteSegment(shopId, segmentId, deps);
      if (answer.kind === "deleted" && segment.origin?.isFollowed) {
        await unfollowSegment(shopId, segment.origin.shopifySegmentId, deps);
      }
      return answer;
    }
    case "explain": {
      const customerId = await findCustomerByEmail(db, shopId, request.email, deps);
      const membership =
        customerId === null
          ? ({ kind: "unknown" } as const)
          : await explainMembership(db, shopId, segmentId, customerId, now());
      return { kind: "membership", membership };
    }
    case "overlap":
      return {
        kind: "overlap",
        overlap: await countOverlap(db, shopId, segmentId, request.otherId),
      };
  }
}

/** The overlap of two segments in members. */
interface Overlap {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

/** Counts the members of both segments and of only one of them. */
async function countOverlap(
  db: Db,
  shopId: ShopId,
  firstId: string,
  secondId: string,
): Promise<Overlap> {
  const [row] = await db.$queryRaw<Overlap[]>`
    select (count(*) filter (where one.profile_id = two.profile_id))::int as both,
      (count(*) filter (where two.profile_id is null))::int as "onlyFirst",
      (count(*) filter (where one.profile_id is null))::int as "onlySecond"
    from (select profile_id from segment_member
      where shop_id = ${shopId} and segment_id = ${firstId}) one
    full join (select profile_id from segment_member
      where shop_id = ${shopId} and segment_id = ${secondId}) two
      on two.profile_id = one.profile_id`;
  return row ?? { both: 0, onlyFirst: 0, onlySecond: 0 };
}

type Membership =
  | {
      readonly kind: "explained";
      readonly isMember: boolean;
      readonly rule: ExplainedNode;
      readonly names: RuleNames;
    }
  /** A segment without a rule has nothing to explain. */
  | { readonly kind: "snapshot"; readonly isMember: boolean }
  | { readonly kind: "unknown" };

/** Explains why a customer is or is not in a segment. */
async function explainMembership(
  db: Db,
  shopId: ShopId,
  segmentId: string,
  customerId: CustomerId,
  now: Date,
): Promise<Membership> {
  const segment = await findSegment(db, shopId, segmentId);
  const profileId = profileIdOfCustomer(customerId);
  const sources = getRequiredSources(segment?.rule ? [segment.rule] : []);
  const facts = (await loadCustomerFacts(db, shopId, [profileId], sources)).get(profileId);
  if (!segment || !facts) return { kind: "unknown" };
  const isMember = facts.segmentIds.has(segmentId);
  if (segment.rule === null) return { kind: "snapshot", isMember };
  const names = await loadRuleNames(db, shopId, [segment.rule]);
  return { kind: "explained", isMember, rule: explainRule(segment.rule, facts, now), names };
}
