import { Prisma } from "~/generated/prisma/client";
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

/** Whether this holds, as an expression over `deedSetsSql`, to which the set that it asks for is added. */
export function behaviorConditionSql(
  condition: ConditionOf<"did">,
  sets: BehaviorSet[],
): Prisma.Sql {
  const test = toSetTest(condition);
  if (test === null) return Prisma.sql`true`;
  const isIn = Prisma.sql`coalesce(done.sets, 0) & ${bitForSet(test.set, sets)} <> 0`;
  return test.isMember ? Prisma.sql`(${isIn})` : Prisma.sql`not (${isIn})`;
}

/** The set whose members, or all others, this holds of. Who did nothing is in none. `null`: it holds of everybody. */
function toSetTest({
  comparison,
  times,
  deed,
  window,
  products,
  query,
}: ConditionOf<"did">): { readonly set: BehaviorSet; readonly isMember: boolean } | null {
  const criteria = { deed, window, products, query };
  if (comparison === "at_least") {
    if (times === 0) return null;
    return { set: { ...criteria, comparison, times }, isMember: true };
  }
  if (comparison === "exactly" && times > 0) {
    return { set: { ...criteria, comparison, times }, isMember: true };
  }
  return { set: { ...criteria, comparison: "at_least", times: times + 1 }, isMember: false };
}

/** A rule has at most fifty conditions: a 64-bit number has a bit for each. */
function bitForSet(set: BehaviorSet, sets: BehaviorSet[]): Prisma.Sql {
  const same = sets.findIndex((it) => JSON.stringify(it) === JSON.stringify(set));
  return bit(1n << BigInt(same >= 0 ? same : sets.push(set) - 1));
}

/** What a rule comes to by these sets alone, as expressions over rows of who is in which. */
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
 * A join of `done`: a row for each who is in any of these sets, with the `sets` that they are in as bits. All are
 * united in one pass, since to join each by itself takes a pass over all customers for each. Who is in some and is
 * answered as if they were in none is dropped before the join, which is cheaper than to join millions and to look then.
 */
export function behaviorSetsSql(rule: SegmentRule, sets: BehaviorSet[], asOf: AsOf): Prisma.Sql {
  // Events name the customer: as long as nothing else does, millions of ids need not be written anew.
  const areAllFromEvents = sets.every(({ deed }) => getEventKind(deed) !== null);
  const key = areAllFromEvents ? Prisma.sql`customer_id` : Prisma.sql`profile_id`;
  const { differs, idle } = boundsOfNode(rule, sets);
  const rows = sets.map((set, place) => {
    const isFromEvents = getEventKind(set.deed) !== null;
    const told = isFromEvents ? Prisma.sql`customer_id` : Prisma.sql`profile_id`;
    const by = isFromEvents && !areAllFromEvents ? Prisma.sql`'c' || customer_id` : told;
    return Prisma.sql`select ${by} as ${key}, ${bit(1n << BigInt(place))}::bigint as one
      from (${membersSql(set, told, asOf)}) as set_${Prisma.raw(String(place))}`;
  });
  // An offset keeps the planner from uniting in each of its processes first, which for millions is the same work twice.
  return Prisma.sql`${idle.may ? Prisma.sql`left join` : Prisma.sql`join`} (
      select ${key}, bit_or(one) as sets
      from (${Prisma.join(rows, " union all ")} offset 0) as members
      group by ${key} having ${differs}) done
    on done.${key} = profile.${key}`;
}

/** The members of a set; those of whom nothing is asked but whether they did it at all may stand there again. */
function membersSql(set: BehaviorSet, key: Prisma.Sql, asOf: AsOf): Prisma.Sql {
  const rowsSql = behaviorRowsSql(set, asOf);
  if (isExistenceCheck(set))
    return Prisma.sql`select ${key} from (${rowsSql}) as deeds where times > 0`;
  const compares = set.comparison === "exactly" ? Prisma.sql`=` : Prisma.sql`>=`;
  return Prisma.sql`select ${key} from (${rowsSql}) as deeds
    group by ${key} having sum(times) ${compares} ${set.times}::bigint`;
}

const bit = (value: bigint) => Prisma.raw(String(value));
