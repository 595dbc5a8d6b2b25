import { setTimeout as sleep } from "node:timers/promises";
import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
} from "graphql";
import { takeFault } from "../faults";
import type { LocalShop, World } from "../world";
import { actualCost, costExtension, MAXIMUM_QUERY_COST, requestedCost, spend } from "./cost";
import { runDocument } from "./run-document";
import { API_VERSION, loadAdminSchema } from "./schema";

export interface GraphqlAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface GraphqlRequest {
  readonly version: string;
  readonly accessToken: string | undefined;
  readonly query: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Answers one Admin API call, and logs it. */
export async function answerGraphql(
  world: World,
  shop: LocalShop,
  request: GraphqlRequest,
): Promise<GraphqlAnswer> {
  const startedAt = performance.now();
  const faults = world.faults.graphql;
  if (takeFault(faults, "hang")) await sleep(faults.hangMs);
  const failure = { status: faults.failStatus, body: "" };
  const done = takeFault(faults, "fail") ? failure : decide(world, shop, request);
  const answer = takeFault(faults, "lose") ? failure : done;
  world.log.add("graphql", {
    at: new Date().toISOString(),
    shop: shop.domain,
    operation: operationName(String(request.query)),
    query: String(request.query),
    variables: request.variables,
    status: answer.status,
    errorCodes: errorCodes(answer.body),
    latencyMs: Math.round(performance.now() - startedAt),
  });
  return answer;
}

function decide(world: World, shop: LocalShop, request: GraphqlRequest): GraphqlAnswer {
  const { installation, budget } = shop;
  const owner = request.accessToken ? world.tokens.shopOf(request.accessToken) : null;
  if (!installation || owner !== shop.domain) {
    return {
      status: 401,
      body: {
        errors: "[API] Invalid API key or access token (unrecognized login or wrong password)",
      },
    };
  }
  if (shop.plan.closedStatus !== null) {
    return { status: shop.plan.closedStatus, body: { errors: "Unavailable Shop" } };
  }
  if (request.version !== API_VERSION) {
    return { status: 404, body: { errors: `This server speaks ${API_VERSION} only` } };
  }
  const read = readDocument(String(request.query));
  if ("errors" in read) return { status: 200, body: read };

  const operation = getOperationAST(read.document);
  if (!operation) {
    return { status: 200, body: { errors: [{ message: "No operation was provided" }] } };
  }
  const { schema } = loadAdminSchema();
  const requested = requestedCost(schema, read.document, operation, request.variables);
  if (requested > MAXIMUM_QUERY_COST) {
    const message = `Query cost is ${requested}, which exceeds the single query max cost limit (${MAXIMUM_QUERY_COST}).`;
    return {
      status: 200,
      body: { errors: [{ message, extensions: { code: "MAX_COST_EXCEEDED" } }] },
    };
  }
  if (takeFault(world.faults.graphql, "throttle") || !spend(budget, requested)) {
    return {
      status: 200,
      body: {
        errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
        extensions: costExtension(budget, requested, null),
      },
    };
  }
  const result = runDocument(world, shop, {
    document: read.document,
    variables: request.variables,
    scopes: installation.scopes,
  });
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const actual = actualCost(result.data, requested, isMutation);
  budget.available = Math.min(budget.maximum, budget.available + requested - actual);
  return {
    status: 200,
    body: { ...plain(result), extensions: costExtension(budget, requested, actual) },
  };
}

const valid = new Map<string, DocumentNode>();

/** Parses and validates against the real schema; valid documents are cached. */
export function readDocument(
  query: string,
): { document: DocumentNode } | { errors: readonly unknown[] } {
  const known = valid.get(query);
  if (known) return { document: known };
  try {
    const document = parse(query);
    const errors = validate(loadAdminSchema().schema, document);
    if (errors.length > 0) return { errors: errors.map((it) => it.toJSON()) };
    if (valid.size > 500) valid.clear();
    valid.set(query, document);
    return { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error.toJSON()] };
    throw error;
  }
}

function plain(result: ExecutionResult) {
  return {
    ...(result.data !== undefined && { data: result.data }),
    ...(result.errors && { errors: result.errors.map((it) => it.toJSON()) }),
  };
}

function operationName(query: string): string {
  const named = /\b(query|mutation)\s+(\w+)/.exec(query)?.[2];
  return named ?? /{\s*(\w+)/.exec(query)?.[1] ?? "unreadable";
}

function errorCodes(body: unknown): string[] {
  if (typeof body !== "object" || body === null || !("errors" in body)) return [];
  if (!Array.isArray(body.errors)) return ["UNAUTHORIZED"];
  return body.errors.map(
    (it: { extensions?: { code?: string } }) => it.extensions?.code ?? "INVALID",
  );
}
