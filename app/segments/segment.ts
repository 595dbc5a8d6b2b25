import { z } from "zod";
import { Condition } from "./condition";
import { invalidAs, type RuleFault, type RuleProblem } from "./rule-problem";

/** Maximum depth of nested groups, including the rule itself. */
export const MAX_DEPTH = 5;
const MAX_CONDITIONS = 50;

/** `all`: every node is met. `any`: at least one. `none`: no node is met. */
export const GROUP_KINDS = ["all", "any", "none"] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

export interface RuleGroup {
  readonly kind: GroupKind;
  readonly of: readonly RuleNode[];
}
export type RuleNode = RuleGroup | Condition;

const Nodes: z.ZodType<readonly RuleNode[]> = z.lazy(() => z.array(Node).min(1));
const Group = z.object({ kind: z.enum(GROUP_KINDS), of: Nodes });
const Node = z.discriminatedUnion("kind", [Group, Condition]);

const isGroup = (input: unknown): input is { readonly kind: GroupKind; readonly of: unknown } =>
  typeof input === "object" && input !== null && "of" in input;

/**
 * A rule over customers: conditions in groups of all, any or none. Each condition is
 * true or false, and unknown is false; so `none` of "country is GB" includes customers with an unknown
 * country. Segments, flow filters and block conditions use the same grammar.
 *
 * At most 5 groups deep and 50 conditions. `matches.ts` evaluates it in memory, `to-sql.server.ts`
 * in the database, with the same result.
 */
export const SegmentRule: z.ZodType<RuleGroup> = z
  .unknown()
  .superRefine((input, context) => {
    // Checked before the recursive schema: a rule with ten thousand levels would exhaust the stack.
    if (measureDepth(input) <= MAX_DEPTH) return;
    context.addIssue({
      code: "custom",
      ...invalidAs("too_deep", { max: MAX_DEPTH }),
      continue: false,
    });
  })
  .pipe(Group)
  .refine(
    (rule) => listConditions(rule).length <= MAX_CONDITIONS,
    invalidAs("too_many_conditions", { max: MAX_CONDITIONS }),
  );
export type SegmentRule = RuleGroup;

/** A condition and its path of node indexes. */
export interface PlacedCondition {
  readonly path: readonly number[];
  readonly condition: Condition;
}

/** All conditions of a rule from top to bottom. */
export function listConditions(rule: RuleNode, path: readonly number[] = []): PlacedCondition[] {
  return "of" in rule
    ? rule.of.flatMap((node, place) => listConditions(node, [...path, place]))
    : [{ path, condition: rule }];
}

/** The distinct segments that a rule refers to. */
export function listSegmentIds(rule: RuleNode): string[] {
  const ids = listConditions(rule).flatMap(({ condition }) =>
    condition.kind === "segment" ? condition.segmentId : [],
  );
  return [...new Set(ids)];
}

/** The depth of nested groups, level by level; stops beyond the limit. */
function measureDepth(input: unknown): number {
  let level = [input];
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    level = level.flatMap((node): unknown[] =>
      isGroup(node) && Array.isArray(node.of) ? node.of : isGroup(node) ? [null] : [],
    );
    if (level.length === 0) return depth;
  }
  return MAX_DEPTH + 1;
}

/** The problem that a schema issue reports, with the path of its condition. */
export function toRuleProblem(issue: z.core.$ZodIssue): RuleProblem {
  const { path } = issue;
  // The indexes after each "of".
  const ofCondition = path.filter(
    (step, n): step is number => typeof step === "number" && path[n - 1] === "of",
  );
  return { path: ofCondition, ...toFault(issue) };
}

function toFault(issue: z.core.$ZodIssue): RuleFault {
  if (issue.code === "custom") return issue.params as RuleFault;
  if (issue.code === "too_small") {
    if (issue.origin === "string") {
      return { code: issue.path.at(-1) === "name" ? "empty_property" : "empty_text" };
    }
    if (issue.origin === "number") return { code: "too_low", min: Number(issue.minimum) };
    return { code: issue.path.at(-1) === "of" ? "empty_group" : "empty_choice" };
  }
  if (issue.code === "too_big") {
    const max = Number(issue.maximum);
    if (issue.origin === "string") return { code: "too_long", max };
    return { code: issue.origin === "number" ? "too_high" : "too_many", max };
  }
  return { code: "unreadable" };
}
