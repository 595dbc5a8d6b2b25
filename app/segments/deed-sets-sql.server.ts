import { Prisma } from "~/generated/prisma/client";
import type { ConditionOf } from "./condition";
import { eventOf } from "./deed-events";
import { isAtAll, type DeedSet } from "./deed-set";
import { deedsSql } from "./deeds-sql.server";
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

/**
 * A join of `done`: a row for each who is in any of these sets, with the `sets` that they are in as bits. All are
 * united in one pass, since to join each by itself takes a pass over all customers for each.
 *
 * @param required conditions that all hold of whoever meets the rule. Where one of them needs that something was done,
 *   who does not meet them is dropped before the join, which is cheaper than to join millions and to look then.
 */
export function deedSetsSql(
  sets: DeedSet[],
  required: readonly ConditionOf<"did">[],
  asOf: AsOf,
): Prisma.Sql {
  // Events name the customer: as long as nothing else does, millions of ids need not be written anew.
  const isTold = sets.every(({ deed }) => eventOf(deed) !== null);
  const key = isTold ? Prisma.sql`customer_id` : Prisma.sql`profile_id`;
  const asked = required.flatMap((condition) => askedSet(condition) ?? []);
  const isNeeded = asked.some(({ isMember }) => isMember);
  const met = asked.map(({ set, isMember }) =>
    isMember
      ? Prisma.sql`bit_or(one) & ${bitOf(set, sets)} <> 0`
      : Prisma.sql`bit_or(one) & ${bitOf(set, sets)} = 0`,
  );
  const rows = sets.map((set, place) => {
    const isOfEvents = eventOf(set.deed) !== null;
    const told = isOfEvents ? Prisma.sql`customer_id` : Prisma.sql`profile_id`;
    const by = isOfEvents && !isTold ? Prisma.sql`'c' || customer_id` : told;
    return Prisma.sql`select ${by} as ${key}, ${bit(1n << BigInt(place))}::bigint as one
      from (${membersSql(set, told, asOf)}) as set_${Prisma.raw(String(place))}`;
  });
  // An offset keeps the planner from uniting in each of its processes first, which for millions is the same work twice.
  return Prisma.sql`${isNeeded ? Prisma.sql`join` : Prisma.sql`left join`} (
      select ${key}, bit_or(one) as sets
      from (${Prisma.join(rows, " union all ")} offset 0) as members
      group by ${key} ${isNeeded ? Prisma.sql`having ${Prisma.join(met, " and ")}` : Prisma.empty}) done
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
