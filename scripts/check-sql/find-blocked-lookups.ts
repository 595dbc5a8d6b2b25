import type { PGlite } from "@electric-sql/pglite";
import { SHOP_ROLE } from "~/db-scope.server";

interface PlanNode {
  readonly "Relation Name"?: string;
  readonly Alias?: string;
  readonly Filter?: string;
  readonly "Join Filter"?: string;
  readonly Plans?: readonly PlanNode[];
}

/**
 * `known.order_id = (…)` or `(…) = known.order_id`, where the parentheses compute something. A subquery's column has a
 * second pair, and an aggregate is one.
 */
const COMPARISONS = [
  /(?:(?<table>\w+)\.)?(?<column>\w+) = \((?!\(|min\(|max\()[^()]*(?:->>|\|\||\w\()/g,
  /\((?!\()[^()]*(?:->>|\|\|)[^()]*\) = (?<table>\w+)\.(?<column>\w+)/g,
];

/**
 * Returns a function that lists a statement's lookups by key that cannot use an index in a shop's role. PostgreSQL
 * applies the policy of a table before any function that might reveal a row, so `order_id = payload->>'orderId'`
 * reads all of the shop's orders each time
 * (https://www.postgresql.org/docs/current/ddl-rowsecurity.html, https://www.postgresql.org/docs/current/rules-privileges.html).
 * A column of a materialized part has no such function.
 *
 * @param pglite has the schema and the policies
 */
export async function createLookupCheck(
  pglite: PGlite,
): Promise<(sql: string) => Promise<string[]>> {
  const keys = await listKeys(pglite);
  // Every lookup that can use an index does.
  await pglite.exec(
    "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off",
  );
  return async (sql) => {
    await pglite.exec(`set role ${SHOP_ROLE}`);
    try {
      const [explained] = await pglite.exec(`explain (generic_plan, format json) ${sql}`);
      const [row] = (explained?.rows ?? []) as { "QUERY PLAN": { Plan: PlanNode }[] }[];
      return listBlocked(row?.["QUERY PLAN"][0]?.Plan, keys);
    } catch (error) {
      // It runs across shops.
      if ((error as { code?: string }).code === "42501") return [];
      throw error;
    } finally {
      await pglite.exec("reset role");
    }
  };
}

/** The columns that follow the shop in an index: `order.order_id`. */
async function listKeys(pglite: PGlite): Promise<ReadonlySet<string>> {
  const { rows } = await pglite.query<{ key: string }>(`
    select relname || '.' || second.attname as key
    from pg_index join pg_class on pg_class.oid = indrelid
    join pg_attribute first on first.attrelid = indrelid and first.attnum = indkey[0]
    join pg_attribute second on second.attrelid = indrelid and second.attnum = indkey[1]
    where relnamespace = 'public'::regnamespace and first.attname = 'shop_id'`);
  return new Set(rows.map(({ key }) => key));
}

function listBlocked(plan: PlanNode | undefined, keys: ReadonlySet<string>): string[] {
  if (!plan) return [];
  const nodes = flatten(plan);
  const tables = new Map(nodes.map((it) => [it.Alias, it["Relation Name"]]));
  return nodes.flatMap((node) =>
    [node.Filter, node["Join Filter"]].flatMap((condition) =>
      matchAll(condition ?? "").flatMap(({ 0: text, groups: { table, column } = {} }) => {
        const alias = table ?? node.Alias;
        // In a scan, columns of other tables are values.
        if (node["Relation Name"] && alias !== node.Alias) return [];
        const key = `${tables.get(alias)}.${column}`;
        return keys.has(key)
          ? [`${key} is not looked up by an index in a shop's role: ${text}`]
          : [];
      }),
    ),
  );
}

const matchAll = (condition: string) => COMPARISONS.flatMap((it) => [...condition.matchAll(it)]);

const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)];
