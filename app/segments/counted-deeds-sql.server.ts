import { Prisma } from "~/generated/prisma/client";
import type { ConditionOf } from "./condition";
import { compared } from "./compared-sql.server";
import { eventOf } from "./deed-events";
import { deedsSql } from "./deeds-sql.server";
import type { AsOf } from "./to-sql.server";

/** What is counted. */
export interface CountedDeed extends Pick<
  ConditionOf<"did">,
  "deed" | "window" | "products" | "query"
> {
  /** Nothing is asked but whether it was done at all: to count the same one twice changes no answer. */
  readonly isAtAll: boolean;
}

/** Whether this holds of how often it was done, as an expression over `countedDeedsSql`, to which it is added. */
export function didSql(condition: ConditionOf<"did">, deeds: CountedDeed[]): Prisma.Sql {
  const place = placeOf(condition, deeds);
  return comparedTimes(condition, Prisma.sql`coalesce(done.${column(place)}, 0)`);
}

function placeOf(condition: ConditionOf<"did">, deeds: CountedDeed[]): number {
  const { deed, window, products, query } = condition;
  const asked = {
    deed,
    window,
    ...(products && { products }),
    ...(query !== undefined && { query }),
    isAtAll: asksAtAll(condition),
  };
  const same = deeds.findIndex((it) => JSON.stringify(it) === JSON.stringify(asked));
  return same >= 0 ? same : deeds.push(asked) - 1;
}

const asksAtAll = ({ comparison, times }: ConditionOf<"did">) =>
  comparison === "at_least" ? times === 1 : times === 0;

const comparedTimes = ({ comparison, times }: ConditionOf<"did">, known: Prisma.Sql) =>
  compared(known, comparison, Prisma.sql`${times}::bigint`);

/** Whether it holds of nobody who did nothing of the kind. */
const needsSome = ({ comparison, times }: ConditionOf<"did">) =>
  comparison !== "at_most" && times > 0;

/**
 * A join of `done`: a row for each who did any of these, with how often they did each. All are counted in one pass,
 * since to count and to join each by itself takes a pass over all customers for each.
 *
 * @param required conditions that all hold of whoever meets the rule. Where one of them needs that something was done,
 *   who does not meet them is dropped before the join, which is cheaper than to join millions and to look then.
 */
export function countedDeedsSql(
  deeds: CountedDeed[],
  required: readonly ConditionOf<"did">[],
  asOf: AsOf,
): Prisma.Sql {
  // Events name the customer: as long as nothing else does, millions of ids need not be written anew.
  const isTold = deeds.every(({ deed }) => eventOf(deed) !== null);
  const key = isTold ? Prisma.sql`customer_id` : Prisma.sql`profile_id`;
  const counts = deeds.map((_, place) => Prisma.sql`${countOf(place)} as ${column(place)}`);
  const isNeeded = required.some(needsSome);
  const met = required.map((condition) =>
    comparedTimes(condition, Prisma.sql`coalesce(${countOf(placeOf(condition, deeds))}, 0)`),
  );
  const rows = deeds.map((deed, place) => {
    const by = !isTold && eventOf(deed.deed) !== null ? Prisma.sql`'c' || customer_id` : key;
    return Prisma.sql`select ${by} as ${key}, ${number(place)} as asked, times
      from (${deedsSql(deed, asOf)}) as deed_${number(place)}`;
  });
  return Prisma.sql`${isNeeded ? Prisma.sql`join` : Prisma.sql`left join`} (
      select ${key}, ${Prisma.join(counts, ", ")} from (${Prisma.join(rows, " union all ")}) as deeds
      group by ${key} ${isNeeded ? Prisma.sql`having ${Prisma.join(met, " and ")}` : Prisma.empty}) done
    on done.${key} = profile.${key}`;
}

const countOf = (place: number) => Prisma.sql`sum(times) filter (where asked = ${number(place)})`;
const column = (place: number) => Prisma.raw(`times_${place}`);
const number = (place: number) => Prisma.raw(String(place));
