import { Prisma } from "~/generated/prisma/client";
import { profileIdSql } from "~/lib/profile-id-sql.server";
import {
  ALWAYS_TRUE,
  negateBounds,
  UNBOUNDED,
  boundsOfGroup,
  boundsOfSet,
  type BehaviorBounds,
} from "./behavior-bounds.server";
import { usesOrderCount, type ConditionOf } from "./condition";
import { getEventKind } from "./behavior-events";
import { isExistenceCheck, type BehaviorSet } from "./behavior-set";
import { behaviorRowsSql } from "./behavior-rows-sql.server";
import type { RuleNode, SegmentRule } from "./segment";
import type { AsOf } from "./to-sql.server";

/** An expression over `behaviorSetsSql` for a condition. Adds the set that it needs. */
export function behaviorConditionSql(
  condition: ConditionOf<"did">,
  sets: BehaviorSet[],
): Prisma.Sql {
  const test = toSetTest(condition);
  if (test === null) return Prisma.sql`true`;
  const isIn = Prisma.sql`coalesce(done.sets, 0) & ${bitForSet(test.set, sets)} <> 0`;
  return test.isMember ? Prisma.sql`(${isIn})` : Prisma.sql`not (${isIn})`;
}

/** The set whose members, or non-members, meet the condition. `null`: all customers meet it. */
function toSetTest({
  comparison,
  times,
  behavior,
  window,
  where,
}: ConditionOf<"did">): { readonly set: BehaviorSet; readonly isMember: boolean } | null {
  const criteria = { behavior, window, where };
  if (comparison === "at_least") {
    if (times === 0) return null;
    return { set: { ...criteria, comparison, times }, isMember: true };
  }
  if (comparison === "exactly" && times > 0) {
    return { set: { ...criteria, comparison, times }, isMember: true };
  }
  return { set: { ...criteria, comparison: "at_least", times: times + 1 }, isMember: false };
}

/** A rule has at most fifty conditions, so that 64 bits suffice. */
function bitForSet(set: BehaviorSet, sets: BehaviorSet[]): Prisma.Sql {
  const same = sets.findIndex((it) => JSON.stringify(it) === JSON.stringify(set));
  return bit(1n << BigInt(same >= 0 ? same : sets.push(set) - 1));
}

/** Bounds of a rule node by these sets, as expressions over membership rows. */
function boundsOfNode(node: RuleNode, sets: BehaviorSet[]): BehaviorBounds {
  if ("of" in node) {
    return boundsOfGroup(
      node.kind,
      node.of.map((it) => boundsOfNode(it, sets)),
    );
  }
  if (node.kind !== "did" || usesOrderCount(node)) return UNBOUNDED;
  const test = toSetTest(node);
  if (test === null) return ALWAYS_TRUE;
  const members = boundsOfSet(Prisma.sql`(bit_or(one) & ${bitForSet(test.set, sets)} <> 0)`);
  return test.isMember ? members : negateBounds(members);
}

/**
 * A join of `done`: one row per member of any of these sets, with `sets` as bits. All sets are
 * united in one pass, since joining each separately takes a pass over all customers per set. Members who
 * get the same answer as non-members are dropped before the join, which is cheaper than joining millions of rows.
 */
export function behaviorSetsSql(rule: SegmentRule, sets: BehaviorSet[], asOf: AsOf): Prisma.Sql {
  // Events contain customer ids: if all sets come from events, millions of ids need no conversion.
  const areAllFromEvents = sets.every(({ behavior }) => getEventKind(behavior) !== null);
  const key = areAllFromEvents ? Prisma.sql`customer_id` : Prisma.sql`profile_id`;
  const { differs, idle } = boundsOfNode(rule, sets);
  const rows = sets.map((set, place) => {
    const isFromEvents = getEventKind(set.behavior) !== null;
    const setKey = isFromEvents ? Prisma.sql`customer_id` : Prisma.sql`profile_id`;
    const by = isFromEvents && !areAllFromEvents ? profileIdSql() : setKey;
    return Prisma.sql`select ${by} as ${key}, ${bit(1n << BigInt(place))}::bigint as one
      from (${membersSql(set, setKey, asOf)}) as set_${Prisma.raw(String(place))}`;
  });
  // An offset prevents partial aggregation in parallel workers, which would double the work for millions of rows.
  return Prisma.sql`${idle.may ? Prisma.sql`left join` : Prisma.sql`join`} (
      select ${key}, bit_or(one) as sets
      from (${Prisma.join(rows, " union all ")} offset 0) as members
      group by ${key} having ${differs}) done
    on done.${key} = profile.${key}`;
}

/** The members of a set. A set that only tests existence may contain duplicates. */
function membersSql(set: BehaviorSet, key: Prisma.Sql, asOf: AsOf): Prisma.Sql {
  const rowsSql = behaviorRowsSql(set, asOf);
  if (isExistenceCheck(set))
    return Prisma.sql`select ${key} from (${rowsSql}) as behavior where times > 0`;
  const compares = set.comparison === "exactly" ? Prisma.sql`=` : Prisma.sql`>=`;
  return Prisma.sql`select ${key} from (${rowsSql}) as behavior
    group by ${key} having sum(times) ${compares} ${set.times}::bigint`;
}

const bit = (value: bigint) => Prisma.raw(String(value));
