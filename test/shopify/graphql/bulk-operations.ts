import { setTimeout as sleep } from "node:timers/promises";
import type { DocumentNode } from "graphql";
import { takeFault } from "../faults";
import { gid } from "../store-records";
import { emit } from "../webhooks/emit";
import { bulkLines } from "./bulk-lines";
import { runDocument, type GraphqlContext } from "./run-document";

/** Roots resolved per slice; between slices the server handles other requests. */
const SLICE = 100;
const RESULT_HOST = "https://bulk-results.myshopify.com";

export interface BulkOperation {
  readonly id: string;
  readonly type: "QUERY";
  readonly query: string;
  readonly createdAt: string;
  completedAt: string | null;
  status: "CREATED" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELED" | "EXPIRED";
  errorCode: "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT" | null;
  objectCount: number;
  rootObjectCount: number;
  fileSize: number | null;
  url: string | null;
  partialDataUrl: string | null;
}

interface BulkRequest {
  readonly query: string;
  readonly document: DocumentNode;
  /** Whether children follow their parent in the result. */
  readonly groupObjects: boolean;
}

export interface BulkOperations {
  start(context: GraphqlContext, request: BulkRequest): BulkOperation;
  find(globalId: string): BulkOperation | null;
  /** Newest first, as Shopify lists them. */
  list(): BulkOperation[];
  running(): number;
  cancel(globalId: string): void;
  /** The JSONL of a result URL. */
  result(id: string): string | null;
}

/** The bulk operations of one shop. Ids start at `firstId`, so that two shops never share one. */
export function createBulkOperations(firstId: number): BulkOperations {
  const operations = new Map<string, BulkOperation>();
  const results = new Map<string, string>();
  const isRunning = (it: BulkOperation) => it.status === "CREATED" || it.status === "RUNNING";
  const find = (globalId: string) =>
    operations.get(globalId.replace("gid://shopify/BulkOperation/", "")) ?? null;

  return {
    find,
    list: () => [...operations.values()].reverse(),
    running: () => [...operations.values()].filter(isRunning).length,
    result: (id) => results.get(id) ?? null,
    cancel(globalId) {
      const operation = find(globalId);
      if (operation && isRunning(operation)) operation.status = "CANCELED";
    },
    start(context, request) {
      const operation: BulkOperation = {
        id: String(firstId + operations.size),
        type: "QUERY",
        query: request.query,
        createdAt: context.world.clock.nowIso(),
        completedAt: null,
        status: "CREATED",
        errorCode: null,
        objectCount: 0,
        rootObjectCount: 0,
        fileSize: null,
        url: null,
        partialDataUrl: null,
      };
      operations.set(operation.id, operation);
      run(context, operation, request).then(
        (lines) => results.set(operation.id, complete(context, operation, lines)),
        (error: unknown) => {
          console.error("bulk operation", operation.id, error);
          operation.status = "FAILED";
          operation.errorCode = "INTERNAL_SERVER_ERROR";
          announce(context, operation);
        },
      );
      return operation;
    },
  };
}

/** Runs the query slice by slice until there are no more roots, and returns the result's lines. */
async function run(
  context: GraphqlContext,
  operation: BulkOperation,
  { document, groupObjects }: BulkRequest,
): Promise<string[]> {
  const { world, shop, scopes } = context;
  const lines: string[] = [];
  const startedAt = Date.now();
  await sleep(0);
  operation.status = "RUNNING";
  for (let from = 0; isStill(operation, "RUNNING"); from += SLICE) {
    const bulkSlice = { from, to: from + SLICE };
    const { data, errors } = runDocument(world, shop, {
      document,
      variables: {},
      scopes,
      bulkSlice,
    });
    if (errors?.[0]) {
      operation.errorCode =
        errors[0].extensions["code"] === "ACCESS_DENIED"
          ? "ACCESS_DENIED"
          : "INTERNAL_SERVER_ERROR";
      if (operation.errorCode === "INTERNAL_SERVER_ERROR")
        console.error("bulk query:", errors[0].message);
      break;
    }
    const found = bulkLines(data ?? {}, groupObjects);
    if (found.rootCount === 0) break;
    // Pushes lines one by one, since spreading a big slice would overflow the stack.
    for (const line of found.lines) lines.push(line);
    operation.rootObjectCount += found.rootCount;
    operation.objectCount = lines.length;
    await pace(world.faults.bulk.objectsPerSecond, lines.length, startedAt);
  }
  return lines;
}

async function pace(objectsPerSecond: number, done: number, startedAt: number): Promise<void> {
  const dueMs = objectsPerSecond > 0 ? (done / objectsPerSecond) * 1000 : 0;
  await sleep(Math.max(0, dueMs - (Date.now() - startedAt)));
}

/** Ends the operation normally or with an injected fault, and returns the content of its URL. */
function complete(
  context: GraphqlContext,
  operation: BulkOperation,
  lines: readonly string[],
): string {
  const { world, shop } = context;
  const wanted = world.faults.bulk.outcomes.shift() ?? "COMPLETED";
  const isCut = operation.errorCode === null && wanted === "PARTIAL";
  const written = isCut ? lines.slice(0, Math.ceil(lines.length / 2)) : lines;
  const jsonl = written.map((line) => `${line}\n`).join("");
  const url =
    jsonl === "" ? null : `${RESULT_HOST}/bulk-results/${shop.handle}/${operation.id}.jsonl`;

  operation.completedAt = world.clock.nowIso();
  if (operation.errorCode !== null) operation.status = "FAILED";
  else if (isStill(operation, "CANCELED")) operation.partialDataUrl = url;
  else if (wanted === "COMPLETED") {
    Object.assign(operation, { status: "COMPLETED", url, fileSize: Buffer.byteLength(jsonl) });
  } else if (wanted === "EXPIRED") operation.status = "EXPIRED";
  else {
    operation.status = "FAILED";
    operation.errorCode = "INTERNAL_SERVER_ERROR";
    if (isCut) operation.partialDataUrl = url;
  }
  announce(context, operation);
  return jsonl;
}

function announce({ world, shop }: GraphqlContext, operation: BulkOperation): void {
  if (takeFault(world.faults.bulk, "withoutWebhook")) return;
  const payload = {
    admin_graphql_api_id: gid("BulkOperation", operation.id),
    completed_at: operation.completedAt,
    created_at: operation.createdAt,
    error_code: operation.errorCode?.toLowerCase() ?? null,
    status: operation.status.toLowerCase(),
    type: operation.type.toLowerCase(),
  };
  emit(world, shop, [{ topic: "bulk_operations/finish", payload }], world.clock.nowIso());
}

/** Another call may have changed the status in the meantime, which the type cannot know. */
const isStill = (operation: BulkOperation, status: BulkOperation["status"]) =>
  operation.status === status;
