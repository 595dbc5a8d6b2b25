import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { loadNames } from "../editing/rule-names.server";
import { askedFacts } from "../asked-facts";
import { findSegment } from "../members/segment-store.server";
import { loadProfileFacts } from "../profile-facts-store.server";
import { explainRule, type ExplainedNode } from "./explain-rule";

export type Membership =
  | { readonly kind: "explained"; readonly isMember: boolean; readonly rule: ExplainedNode }
  /** Of a segment without a rule: whether the customer is in it is all there is to say. */
  | { readonly kind: "snapshot"; readonly isMember: boolean }
  | { readonly kind: "unknown" };

/** Why a customer is in a segment or is not, by what is known now. */
export async function explainMembership(
  db: Db,
  shopId: ShopId,
  segmentId: string,
  customerId: string,
  now: Date,
): Promise<Membership> {
  const segment = await findSegment(db, shopId, segmentId);
  const profileId = `c${customerId}`;
  const asked = askedFacts(segment?.rule ? [segment.rule] : []);
  const facts = (await loadProfileFacts(db, shopId, [profileId], asked)).get(profileId);
  if (!segment || !facts) return { kind: "unknown" };
  const isMember = facts.segmentIds.has(segmentId);
  if (segment.rule === null) return { kind: "snapshot", isMember };
  const names = await loadNames(db, shopId, [segment.rule]);
  return { kind: "explained", isMember, rule: explainRule(segment.rule, facts, names, now) };
}
