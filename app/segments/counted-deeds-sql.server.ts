import { Prisma } from "~/generated/prisma/client";
import type { ConditionOf } from "./condition";
import { eventOf } from "./deed-events";
import { deedsSql } from "./deeds-sql.server";
import type { AsOf } from "./to-sql.server";

/** What is counted, whatever it is compared with. */
export type CountedDeed = Pick<ConditionOf<"did">, "deed" | "window" | "products" | "query">;

/** How often each profile did it, as an expression over `countedDeedsSql`, to which it is added. */
export function timesOf(
  { deed, window, products, query }: CountedDeed,
  deeds: CountedDeed[],
): Prisma.Sql {
  const asked = {
    deed,
    window,
    ...(products && { products }),
    ...(query !== undefined && { query }),
  };
  const same = deeds.findIndex((it) => JSON.stringify(it) === JSON.stringify(asked));
  const place = same >= 0 ? same : deeds.push(asked) - 1;
  return Prisma.sql`coalesce(done.${column(place)}, 0)`;
}

/**
 * A join of `done`: a row for each who did any of these, with how often they did each. All are counted in one pass,
 * since to count and to join each by itself takes a pass over all customers for each.
 */
export function countedDeedsSql(deeds: readonly CountedDeed[], asOf: AsOf): Prisma.Sql {
  // Events name the customer: as long as nothing else does, millions of ids need not be written anew.
  const isTold = deeds.every(({ deed }) => eventOf(deed) !== null);
  const key = isTold ? Prisma.sql`customer_id` : Prisma.sql`profile_id`;
  const counts = deeds.map(
    (_, place) =>
      Prisma.sql`sum(times) filter (where asked = ${number(place)}) as ${column(place)}`,
  );
  const rows = deeds.map((deed, place) => {
    const by = !isTold && eventOf(deed.deed) !== null ? Prisma.sql`'c' || customer_id` : key;
    return Prisma.sql`select ${by} as ${key}, ${number(place)} as asked, times
      from (${deedsSql(deed, asOf)}) as deed_${number(place)}`;
  });
  return Prisma.sql`left join (
      select ${key}, ${Prisma.join(counts, ", ")} from (${Prisma.join(rows, " union all ")}) as deeds
      group by ${key}) done
    on done.${key} = profile.${key}`;
}

const column = (place: number) => Prisma.raw(`times_${place}`);
const number = (place: number) => Prisma.raw(String(place));
