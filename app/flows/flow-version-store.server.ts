import { LRUCache } from "lru-cache";
import type { Db } from "~/db.server";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { FlowDefinition } from "./definition/flow";

/** A flow version. Versions are immutable. */
export interface FlowVersionRef {
  readonly flowId: string;
  readonly version: number;
}

export type FlowVersions = (ref: FlowVersionRef) => FlowDefinition;

/** A version with the SHA-256 of its definition. */
export interface HashedFlowVersion extends FlowVersionRef {
  readonly hash: string;
}

const MAX_DEFINITIONS = 5_000;

/**
 * Each event of a shop meets the same definitions, and to read and check them costs more than the rest. By hash of the
 * content, so that nothing has to be invalidated.
 */
const definitionsByHash = new LRUCache<string, FlowDefinition>({ max: MAX_DEFINITIONS });

/** The definitions of these versions, of which recently loaded ones are not read again. */
export async function loadHashedFlowVersions(
  db: Db,
  shopId: ShopId,
  versions: readonly HashedFlowVersion[],
): Promise<FlowVersions> {
  const missing = versions.filter(({ hash }) => !definitionsByHash.has(hash));
  const loaded = await loadFlowVersions(db, shopId, missing);
  for (const version of missing) definitionsByHash.set(version.hash, loaded(version));
  const hashes = new Map(versions.map((version) => [key(version), version.hash]));
  return (ref) => definitionsByHash.get(hashes.get(key(ref)) ?? "") ?? loaded(ref);
}

/**
 * Loads the definitions of these versions in one statement.
 *
 * @returns a function that returns a loaded definition
 * @throws AppError `not_found` for any other version
 */
export async function loadFlowVersions(
  db: Db,
  shopId: ShopId,
  refs: readonly FlowVersionRef[],
): Promise<FlowVersions> {
  const rows = refs.length === 0 ? [] : await listDefinitions(db, shopId, refs);
  const definitions = new Map(
    rows.map((row) => [key(row), FlowDefinition.parse(row.definition)] as const),
  );
  return (ref) => {
    const definition = definitions.get(key(ref));
    if (definition) return definition;
    throw new AppError("not_found", "An enrollment's version of its flow is missing", {
      context: { shopId, flowId: ref.flowId, version: ref.version },
    });
  };
}

function listDefinitions(db: Db, shopId: ShopId, refs: readonly FlowVersionRef[]) {
  return db.flowVersion.findMany({
    where: {
      shopId,
      flowId: { in: [...new Set(refs.map(({ flowId }) => flowId))] },
      version: { in: [...new Set(refs.map(({ version }) => version))] },
    },
    select: { flowId: true, version: true, definition: true },
  });
}

/** One version of a flow, or null. */
export async function findFlowVersion(
  db: Db,
  shopId: ShopId,
  { flowId, version }: FlowVersionRef,
): Promise<FlowDefinition | null> {
  const row = await db.flowVersion.findUnique({
    where: { shopId_flowId_version: { shopId, flowId, version } },
    select: { definition: true },
  });
  return row && FlowDefinition.parse(row.definition);
}

/** A version with the time when it was saved. */
interface SavedFlowVersion {
  readonly version: number;
  readonly savedAt: Date;
  readonly definition: FlowDefinition;
}

/** A flow's versions, newest first. */
export async function listFlowVersions(
  db: Db,
  shopId: ShopId,
  flowId: string,
  { limit }: { readonly limit: number },
): Promise<SavedFlowVersion[]> {
  const rows = await db.flowVersion.findMany({
    where: { shopId, flowId },
    orderBy: { version: "desc" },
    take: limit,
    select: { version: true, createdAt: true, definition: true },
  });
  return rows.map(({ version, createdAt, definition }) => ({
    version,
    savedAt: createdAt,
    definition: FlowDefinition.parse(definition),
  }));
}

const key = ({ flowId, version }: FlowVersionRef) => `${flowId}@${version}`;
