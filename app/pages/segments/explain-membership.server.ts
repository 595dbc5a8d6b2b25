import type { Db } from "~/db.server";
import { profileIdOfCustomer, type CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { loadRuleNames } from "~/segments/editing/rule-names.server";
import { getRequiredSources } from "~/segments/required-sources";
import { findSegment } from "~/segments/members/segment-store.server";
import { loadCustomerFacts } from "~/segments/customer-facts-store.server";
import type { RuleNames } from "~/segments/words/describe-condition";
import { explainRule, type ExplainedNode } from "~/segments/words/explain-rule";

export type Membership =
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
export async function explainMembership(
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
