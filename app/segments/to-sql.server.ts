import { PREDICTED_VALUES } from "~/predictions/predicted-values";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { usesOrderCount, type Condition, type ConditionOf } from "./condition";
import type { BehaviorSet } from "./behavior-set";
import { behaviorSetsSql, behaviorConditionSql } from "./behavior-sets-sql.server";
import { isWithinSql } from "./behavior-rows-sql.server";
import { asDecimalSql, comparisonSql, hasOneOfSql, isOneOfSql } from "./filters-sql.server";
import { gradesFrom } from "./grade-order";
import { propertyMatchesSql } from "./property-value-sql.server";
import type { RuleNode, SegmentRule } from "./segment";
import { boundsOf, daysBefore } from "./window";

/** A rule as two parts of a statement over `profile`: `from profile <joins> where <where>`. */
export interface CompiledRule {
  readonly joins: Prisma.Sql;
  /** Never null: unknown is false, as in `matches.ts`. */
  readonly where: Prisma.Sql;
}

/**
 * Compiles a rule. Merchant input is only in parameters. Behavior
 * is aggregated once for the whole shop and joined: a rule reads each table once per behavior
 * that it counts, regardless of the number of customers.
 */
export function ruleToSql(rule: SegmentRule, asOf: AsOf): CompiledRule {
  const sets: BehaviorSet[] = [];
  const joins: Prisma.Sql[] = [];
  const where = nodeToSql(rule, { ...asOf, joins, sets });
  if (sets.length > 0) joins.push(behaviorSetsSql(rule, sets, asOf));
  return { joins: joins.length === 0 ? Prisma.empty : Prisma.join(joins, "\n"), where };
}

export interface AsOf {
  readonly shopId: ShopId;
  readonly now: Date;
}

interface Compiling extends AsOf {
  /** Grows as conditions need more tables. */
  readonly joins: Prisma.Sql[];
  /** Grows with the behaviors that conditions count. */
  readonly sets: BehaviorSet[];
}

function nodeToSql(node: RuleNode, compiling: Compiling): Prisma.Sql {
  // A comparison with null is null; rules treat it as false.
  if (!("of" in node)) return Prisma.sql`coalesce(${conditionToSql(node, compiling)}, false)`;
  const parts = node.of.map((it) => nodeToSql(it, compiling));
  const all = Prisma.join(parts, node.kind === "all" ? " and " : " or ");
  return node.kind === "none" ? Prisma.sql`not (${all})` : Prisma.sql`(${all})`;
}

function conditionToSql(condition: Condition, compiling: Compiling): Prisma.Sql {
  const { shopId, now } = compiling;
  switch (condition.kind) {
    case "did":
      return usesOrderCount(condition)
        ? comparisonSql(
            NUMBERS.order_count,
            condition.comparison,
            Prisma.sql`${condition.times}::bigint`,
          )
        : behaviorConditionSql(condition, compiling.sets);
    case "property":
      return condition.property === "tag"
        ? hasOneOfSql(Prisma.sql`profile.tags`, condition.values)
        : isOneOfSql(PROPERTIES[condition.property], condition.values);
    case "flow_property": {
      const table = joinOn(
        compiling,
        Prisma.sql`
          select profile_id from profile_property
          where shop_id = ${shopId} and name = ${condition.name} and value is not null
            and ${propertyMatchesSql(condition, now)}`,
        Prisma.sql`profile_id`,
      );
      return Prisma.sql`${table}.profile_id is not null`;
    }
    case "date":
      return isWithinSql(DATES[condition.date], boundsOf(condition.window, now));
    case "number":
      return comparisonSql(
        NUMBERS[condition.number],
        condition.comparison,
        asDecimalSql(condition.value),
      );
    case "prediction":
      return predictionToSql(condition, joinPrediction(compiling), now);
    case "group":
      return isOneOfSql(Prisma.sql`${joinPrediction(compiling)}.group_key`, condition.keys);
    case "affinity":
      return Prisma.sql`exists (
        select 1 from jsonb_to_recordset(profile.traits->'affinities')
          as liked ("productType" text, share float8)
        where ${isOneOfSql(Prisma.sql`liked."productType"`, condition.types)}
          and liked.share >= ${condition.share}::float8)`;
    case "price_band":
      return Prisma.sql`coalesce((profile.traits->'priceBands'->>${condition.band}::text)::float8, 0)
        >= ${condition.share}::float8`;
    case "consent":
      return isOneOfSql(Prisma.sql`profile.marketing_state`, condition.states);
    case "suppressed": {
      const table = joinOn(
        compiling,
        Prisma.sql`
          select distinct email_index from suppression
          where shop_id = ${shopId} and (expires_at is null or expires_at > ${now}::timestamptz)
            and (${condition.reasons.length === 0}::boolean
              or ${isOneOfSql(Prisma.sql`reason`, condition.reasons)})`,
        Prisma.sql`email_index`,
      );
      return Prisma.sql`${table}.email_index is not null`;
    }
    case "has_address":
      return Prisma.sql`profile.email_index is not null`;
    case "segment": {
      const table = joinOn(
        compiling,
        Prisma.sql`
          select profile_id from segment_member
          where shop_id = ${shopId} and segment_id = ${condition.segmentId}`,
        Prisma.sql`profile_id`,
      );
      return Prisma.sql`${table}.profile_id is not null`;
    }
  }
}

const PROPERTIES = {
  country: Prisma.sql`profile.country_code`,
  region: Prisma.sql`profile.region`,
  city: Prisma.sql`profile.city_key`,
  language: Prisma.sql`split_part(profile.locale, '-', 1)`,
} as const;

const DATES = {
  created: Prisma.sql`profile.created_at`,
  first_order: Prisma.sql`profile.first_order_at`,
  last_order: Prisma.sql`profile.last_order_at`,
  last_seen: Prisma.sql`profile.last_seen_at`,
} as const;

/** Decimals, so that values beyond 2^53 are exact. */
const NUMBERS = {
  order_count: Prisma.sql`profile.order_count::numeric`,
  net_spend: Prisma.sql`profile.net_spend_minor::numeric`,
  average_order: Prisma.sql`(profile.traits->>'averageOrderMinor')::numeric`,
  purchase_days: Prisma.sql`coalesce((profile.traits->>'purchaseDays')::numeric, 0)`,
  median_gap_days: Prisma.sql`(profile.traits->>'medianGapDays')::numeric`,
} as const;

function predictionToSql(
  { predicted, comparison, value, grade }: ConditionOf<"prediction">,
  table: Prisma.Sql,
  now: Date,
): Prisma.Sql {
  const { column, unit } = PREDICTED_VALUES[predicted];
  const limit =
    unit === "instant"
      ? Prisma.sql`${daysBefore(now, -value)}::timestamptz`
      : unit === "money"
        ? asDecimalSql(value)
        : Prisma.sql`${value}::float8`;
  return Prisma.sql`(${isOneOfSql(Prisma.sql`${table}.grade`, gradesFrom(grade))}
    and ${comparisonSql(Prisma.sql`${table}.${Prisma.raw(column)}`, comparison, limit)})`;
}

const joinPrediction = (compiling: Compiling) =>
  joinOn(
    compiling,
    Prisma.sql`select * from prediction where shop_id = ${compiling.shopId}`,
    Prisma.sql`profile_id`,
  );

/** Joins a table with at most one row per profile. */
function joinOn({ joins }: Compiling, rows: Prisma.Sql, key: Prisma.Sql): Prisma.Sql {
  const name = Prisma.raw(`asked_${joins.length}`);
  joins.push(Prisma.sql`left join (${rows}) ${name} on ${name}.${key} = profile.${key}`);
  return name;
}
