import { z } from "zod";
import { RecommendationList } from "../recommendation";

const Name = z.string().trim().min(1).max(255);

/** The target products of a rule. Names are compared case-insensitively. */
export const RuleTarget = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("product"), productId: Name }),
  z.object({ kind: z.literal("collection"), collectionId: Name }),
  z.object({ kind: z.literal("type"), productType: Name }),
  z.object({ kind: z.literal("vendor"), vendor: Name }),
  z.object({ kind: z.literal("tag"), tag: Name }),
]);
export type RuleTarget = z.infer<typeof RuleTarget>;

export const RuleAction = z.discriminatedUnion("kind", [
  /** First in the list, in the order of the rules. */
  z.object({ kind: z.literal("pin") }),
  /** Raises the score by this share of the list's range. */
  z.object({ kind: z.literal("boost"), strength: z.number().positive().max(1) }),
  /** After all products that are not demoted. */
  z.object({ kind: z.literal("bury") }),
  /** Never. */
  z.object({ kind: z.literal("exclude") }),
]);
export type RuleAction = z.infer<typeof RuleAction>;

/** A merchandising rule for some products in some lists. */
export const Rule = z.object({
  action: RuleAction,
  target: RuleTarget,
  /** The lists to which it applies. */
  lists: z.array(RecommendationList).min(1),
});
export type Rule = z.infer<typeof Rule>;

export const MAX_RULES = 100;

/** A rule that the others or its action do not permit; `rule` is the number of the other, from 1. */
export type RuleConflict =
  | { readonly kind: "several_pinned" }
  | { readonly kind: "duplicate"; readonly rule: number };

/**
 * The merchant's rules as stored and submitted. Refuses a pin of several products, and two rules for the same
 * products in one list, since their precedence would be undefined.
 */
export const Rules = z
  .array(Rule)
  .max(MAX_RULES)
  .superRefine((rules, context) => {
    const seen = new Map<string, number>();
    rules.forEach(({ action, target, lists }, place) => {
      const report = (params: RuleConflict) =>
        context.addIssue({ code: "custom", path: [place], params });
      if (action.kind === "pin" && target.kind !== "product") {
        report({ kind: "several_pinned" });
      }
      for (const list of lists) {
        const key = `${list}/${keyOf(target)}`;
        const other = seen.get(key);
        if (other !== undefined && other !== place) {
          report({ kind: "duplicate", rule: other + 1 });
          return;
        }
        seen.set(key, place);
      }
    });
  });
export type Rules = z.infer<typeof Rules>;

function keyOf(target: RuleTarget): string {
  switch (target.kind) {
    case "product":
      return `product/${target.productId}`;
    case "collection":
      return `collection/${target.collectionId}`;
    case "type":
      return `type/${target.productType.toLowerCase()}`;
    case "vendor":
      return `vendor/${target.vendor.toLowerCase()}`;
    case "tag":
      return `tag/${target.tag.toLowerCase()}`;
  }
}
