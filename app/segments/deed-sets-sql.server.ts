import { Prisma } from "~/generated/prisma/client";
import { ALWAYS, negated, NOT_BY_DEEDS, ofGroup, ofMembers, type ByDeeds } from "./by-deeds.server";
import { isSummed, type ConditionOf } from "./condition";
import { eventOf } from "./deed-events";
import { isAtAll, type DeedSet } from "./deed-set";
import { deedsSql } from "./deeds-sql.server";
import type { RuleNode, SegmentRule } from "./segment";
import type { AsOf } from "./to-sql.server";

/** Whether this holds, as an expression over `deedSetsSql`, to which the set that it asks for is added. */
export function didSql(condition: ConditionOf<"did">, sets: DeedSet[]): Prisma.Sql {
  const asked = askedSet(condition);
  if (asked === null) return Prisma.sql`true`;
  const isIn = Prisma.sql`coalesce(done.sets, 0) & ${bitOf(asked.set, sets)} <> 0`;
  return asked.isMember ? Prisma.sql`(${isIn})` : Prisma.sql`not (${isIn})`;
}

/** The set whose members, or all others, this holds of. Who did nothing is in none. `null`: it holds of everybody. */
function askedSet({
  comparison,
  times,
  deed,
  window,
  products,
  query,
}: ConditionOf<"did">): { readonly set: DeedSet; readonly isMember: boolean } | null {
  const what = { deed, window, products, query };
  if (comparison === "at_least") {
    if (times === 0) return null;
    return { set: { ...what, comparison, times }, isMember: true };
  }
  if (comparison === "exactly" && times > 0) {
    return { set: { ...what, comparison, times }, isMember: true };
  }
  return { set: { ...what, comparison: "at_least", times: times + 1 }, isMember: false };
}

/** A rule has at most fifty conditions: a 64-bit number has a bit for each. */
function bitOf(set: DeedSet, sets: DeedSet[]): Prisma.Sql {
  const same = sets.findIndex((it) => JSON.stringify(it) === JSON.stringify(set));
  return bit(1n << BigInt(same >= 0 ? same : sets.push(set) - 1));
}

/** What a rule comes to by these sets alone, as expressions over rows of who is in which. */
function byDeeds(node: RuleNode, sets: DeedSet[]): ByDeeds {
  if ("of" in node) {
    return ofGroup(
      node.kind,
      node.of.map((it) => byDeeds(it, sets)),
    );
  }
  if (node.kind !== "did" || isSummed(node)) return NOT_BY_DEEDS;
  const asked = askedSet(node);
  if (asked === null) return ALWAYS;
  const members = ofMembers(Prisma.sql`(bit_or(one) & ${bitOf(asked.set, sets)} <> 0)`);
  return asked.isMember ? members : negated(members);
}

/**
 * A join of `done`: a row for each who is in any of these sets, with the `sets` that they are in as bits. All are
 * united in one pass, since to join each by itself takes a pass over all customers for each. Who is in some and is
 * answered as if they were in none is dropped before the join, which is cheaper than to join millions and to look then.
 */
export function deedSetsSql(rule: SegmentRule, sets: DeedSet[], asOf: AsOf): Prisma.Sql {
  // Events name the customer: as long as nothing else does, millions of ids need not be written anew.
  const isTold = sets.every(({ deed }) => eventOf(deed) !== null);
  const key = isTold ? Prisma.sql`customer_id` : Prisma.sql`profile_id`;
  const { differs, idle } = byDeeds(rule, sets);
  const rows = sets.map((set, place) => {
    const isOfEvents = eventOf(set.deed) !== null;
    const told = isOfEvents ? Prisma.sql`customer_id` : Prisma.sql`profile_id`;
    const by = isOfEvents && !isTold ? Prisma.sql`'c' || customer_id` : told;
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
function membersSql(set: DeedSet, key: Prisma.Sql, asOf: AsOf): Prisma.Sql {
  const deeds = deedsSql(set, asOf);
  if (isAtAll(set)) return Prisma.sql`select ${key} from (${deeds}) as deeds where times > 0`;
  const compares = set.comparison === "exactly" ? Prisma.sql`=` : Prisma.sql`>=`;
  return Prisma.sql`select ${key} from (${deeds}) as deeds
    group by ${key} having sum(times) ${compares} ${set.times}::bigint`;
}

const bit = (value: bigint) => Prisma.raw(String(value));
