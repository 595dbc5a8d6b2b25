import {
  getNamedType,
  isCompositeType,
  isObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import type { QueryBudget } from "../world";

/** Maximum cost of a query on any plan. */
export const MAXIMUM_QUERY_COST = 1000;

/**
 * A query's cost before it runs, by Shopify's published rule: a scalar 0, an object 1, a mutation 10, a connection by
 * the requested number. Shopify does not publish how a connection's cost grows; here it is the square root of `first`
 * or `last`.
 */
export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const typeInfo = new TypeInfo(schema);
  // The product of the sizes of the surrounding connections, and the sum so far.
  const factors = [1];
  let cost = 0;
  const enter = (node: FieldNode) => {
    const outer = factors.at(-1) ?? 1;
    const type = typeInfo.getType();
    const named = type ? getNamedType(type) : undefined;
    if (!named || !isCompositeType(named)) return void factors.push(outer);
    if (isObjectType(named) && /(Connection|Edge)$|^PageInfo$/.test(named.name)) {
      const size = named.name.endsWith("Connection") ? connectionSize(node, variables) : 1;
      if (named.name.endsWith("Connection")) cost += outer;
      return void factors.push(outer * size);
    }
    cost += typeInfo.getParentType() === schema.getMutationType() ? 10 : outer;
    factors.push(outer);
  };
  const inlined = { ...document, definitions: [operation, ...fragmentsOf(document)] };
  visit(
    inlined,
    visitWithTypeInfo(typeInfo, { Field: { enter, leave: () => void factors.pop() } }),
  );
  return Math.ceil(cost);
}

function connectionSize(node: FieldNode, variables: Readonly<Record<string, unknown>>): number {
  for (const { name, value } of node.arguments ?? []) {
    if (name.value !== "first" && name.value !== "last") continue;
    if (value.kind === Kind.INT) return Math.sqrt(Number(value.value));
    if (value.kind === Kind.VARIABLE) return Math.sqrt(Number(variables[value.name.value] ?? 1));
  }
  return 1;
}

const fragmentsOf = (document: DocumentNode) =>
  document.definitions.filter((it) => it.kind === Kind.FRAGMENT_DEFINITION);

/** The actual cost: the returned objects, at most the requested number. */
export function actualCost(data: unknown, requested: number, isMutation: boolean): number {
  return Math.min(requested, countObjects(data) + (isMutation ? 10 : 0));
}

function countObjects(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, it) => sum + countObjects(it), 0);
  if (value === null || typeof value !== "object") return 0;
  const inner = Object.values(value).reduce<number>((sum, it) => sum + countObjects(it), 0);
  return inner + ("edges" in value || "node" in value || "nodes" in value ? 0 : 1);
}

export function newBudget(): QueryBudget {
  return { maximum: 2000, available: 2000, restorePerSecond: 100, filledAtMs: Date.now() };
}

/** Refills the bucket, then takes `cost` if there is enough. */
export function spend(budget: QueryBudget, cost: number): boolean {
  const now = Date.now();
  const restored = ((now - budget.filledAtMs) / 1000) * budget.restorePerSecond;
  budget.available = Math.min(budget.maximum, budget.available + restored);
  budget.filledAtMs = now;
  if (budget.available < cost) return false;
  budget.available -= cost;
  return true;
}

export function costExtension(budget: QueryBudget, requested: number, actual: number | null) {
  return {
    cost: {
      requestedQueryCost: requested,
      actualQueryCost: actual,
      throttleStatus: {
        maximumAvailable: budget.maximum,
        currentlyAvailable: Math.floor(budget.available),
        restoreRate: budget.restorePerSecond,
      },
    },
  };
}
