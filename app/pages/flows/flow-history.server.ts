import type { Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { findFlowProblems } from "~/flows/checks/find-flow-problems.server";
import { compareFlows, type FlowDifference } from "~/flows/editing/compare-flows";
import { findFlow, saveFlowVersion, type FlowSaveOutcome } from "~/flows/flow-store.server";
import {
  findFlowVersion,
  listFlowVersions,
  type FlowVersionRef,
} from "~/flows/flow-version-store.server";
import type { ShopId } from "~/lib/shop-id";

/** Older versions are not listed. */
const MAX_VERSIONS = 20;

export interface FlowHistoryEntry {
  readonly version: number;
  /** ISO 8601. */
  readonly savedAt: string;
  /** What it changed in the version before it; null for the first version and the oldest in the list. */
  readonly changes: readonly FlowDifference[] | null;
}

/** A flow's latest versions, newest first, with what each changed. */
export async function loadFlowHistory(
  db: Db,
  shopId: ShopId,
  flowId: string,
): Promise<FlowHistoryEntry[]> {
  const versions = await listFlowVersions(db, shopId, flowId, { limit: MAX_VERSIONS + 1 });
  return versions.slice(0, MAX_VERSIONS).map(({ version, savedAt, definition }, i) => {
    const before = versions[i + 1];
    return {
      version,
      savedAt: savedAt.toISOString(),
      changes: before ? compareFlows(before.definition, definition) : null,
    };
  });
}

export type RestoreOutcome =
  | FlowSaveOutcome
  | { readonly kind: "refused"; readonly reason: "segment_missing" };

/**
 * Saves an earlier version as the next one. Customers in the flow keep their version. Emails are not versions of the
 * flow: they stay as they are.
 */
export async function restoreFlowVersion(
  shopId: ShopId,
  { flowId, version }: FlowVersionRef,
  { db, queue, now }: CommonDeps<"db" | "queue" | "now">,
): Promise<RestoreOutcome> {
  const flow = await findFlow(db, shopId, flowId);
  const earlier = await findFlowVersion(db, shopId, { flowId, version });
  if (!flow || !earlier) return { kind: "refused", reason: "not_found" };
  const definition = { ...earlier, key: flow.definition.key, name: flow.definition.name };
  const problems = await findFlowProblems(db, shopId, definition, now());
  if (problems.length > 0) return { kind: "refused", reason: "segment_missing" };
  return saveFlowVersion(
    shopId,
    {
      ...{ flowId, definition, baseVersion: flow.version, actor: "merchant" },
      async alongside(tx) {
        if (flow.status === "live") await queue.announce(tx, shopId, "codes_wanted");
      },
    },
    { db, now },
  );
}
