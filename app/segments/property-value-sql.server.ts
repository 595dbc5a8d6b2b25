import { Prisma } from "~/generated/prisma/client";
import type { ConditionOf } from "./condition";
import { comparisonSql, hasOneOfSql, isOneOfSql } from "./filters-sql.server";
import { DAY_PATTERN, INSTANT_PATTERN, MIDNIGHT, NUMBER_PATTERN } from "~/profiles/property-value";
import { boundsOf } from "./window";

/** Whether the column `value` meets a condition on a property; null or false if it cannot be read so. */
export function propertyMatchesSql(
  { as, values }: Pick<ConditionOf<"flow_property">, "as" | "values">,
  now: Date,
): Prisma.Sql {
  if (as === undefined) {
    return Prisma.sql`(${values.length === 0}::boolean or ${isOneOfSql(Prisma.sql`value`, values)}
      or ${hasOneOfSql(Prisma.sql`string_to_array(value, chr(10))`, values)})`;
  }
  // A case, because the parts of an "and" have no fixed order, and a cast must not see other texts.
  if (as.kind === "number") {
    const number = Prisma.sql`case when value ~ ${NUMBER_PATTERN}::text then value::float8 end`;
    return comparisonSql(Prisma.sql`(${number})`, as.comparison, Prisma.sql`${as.value}::float8`);
  }
  const { from, before } = boundsOf(as.window, now);
  // Compared as text, because a text in this form may still be no date: 30 February.
  const date = Prisma.sql`(case when value ~ ${DAY_PATTERN}::text then value || ${MIDNIGHT}::text
    when value ~ ${INSTANT_PATTERN}::text then value end) collate "C"`;
  return Prisma.sql`(${date} is not null
    and (${from === null}::boolean or ${date} >= ${from?.toISOString() ?? ""}::text)
    and (${before === null}::boolean or ${date} < ${before?.toISOString() ?? ""}::text))`;
}
