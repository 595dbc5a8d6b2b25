import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { selectShopsBehind, lockCursor } from "~/events/event-store.server";
import type { PassJob } from "~/events/pass-step";
import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { getRequiredSources } from "../required-sources";
import { listConditions, type SegmentRule } from "../segment";
import { loadCustomerFacts } from "../customer-facts-store.server";
import { adjustCounts, listMembershipsToEnd, applyChanges } from "./member-store.server";
import { evaluateMemberships } from "./evaluate-memberships";
import { recordMembershipEvents } from "./record-membership-events.server";
import { listSegments } from "./segment-store.server";
import {
  EVENT_CURSOR,
  skipChangedProfiles,
  takeChangedProfiles,
} from "./changed-profile-store.server";

interface Deps extends CommonDeps<"db" | "queue" | "now"> {
  readonly keyring: Pick<Keyring, "seal">;
}

/**
 * Updates memberships of customers affected by new events, visits, predictions and properties. Changes by time
 * alone and changes without a customer are found by `sweep-segments`.
 */
export const updateMembershipsJob: PassJob<Deps> = {
  ...defineJob<Deps>({
    name: "segments.update-memberships",
    selectDueShops: () => selectShopsBehind(EVENT_CURSOR, "profiles"),

    async run(shopId, deps) {
      return deps.db.$transaction(async (tx) => {
        await lockCursor(tx, shopId, EVENT_CURSOR);
        const segments = await listEvaluated(tx, shopId);
        if (segments.length > 0) return updateMemberships(tx, shopId, segments, deps);
        await skipChangedProfiles(tx, shopId, deps.now());
        return { more: false };
      });
    },
  }),
  passStep: {
    consumer: EVENT_CURSOR,
    after: "profiles",
    lockedBy: EVENT_CURSOR,
    kinds: [],
    ownsCursors: true,
    isPreparedFirst: true,
    async prepare(tx, shopId) {
      const segments = await listEvaluated(tx, shopId);
      return async (...[, , , deps, saveCursors]) => {
        // The other cursors are skipped by the job.
        if (segments.length === 0) return { more: false };
        await saveCursors();
        return { ...(await updateMemberships(tx, shopId, segments, deps)), hasAdvanced: true };
      };
    },
  },
};

interface EvaluatedSegment {
  readonly segmentId: string;
  readonly rule: SegmentRule;
  readonly evaluatedAt: Date;
}

/** The segments with a rule that was evaluated for the whole shop. */
async function listEvaluated(tx: Tx, shopId: ShopId): Promise<EvaluatedSegment[]> {
  return (await listSegments(tx, shopId)).flatMap(({ segmentId, rule, evaluatedAt }) =>
    rule !== null && evaluatedAt !== null ? { segmentId, rule, evaluatedAt } : [],
  );
}

async function updateMemberships(
  tx: Tx,
  shopId: ShopId,
  segments: readonly EvaluatedSegment[],
  deps: Deps,
): Promise<{ more: boolean }> {
  const now = deps.now();
  const since = {
    scoresSince: findOldestEvaluation(segments, SCORE_CONDITIONS),
    propertiesSince: findOldestEvaluation(segments, PROPERTY_CONDITIONS),
  };
  const { profileIds, more } = await takeChangedProfiles(tx, shopId, since, now);
  const sources = getRequiredSources(segments.map(({ rule }) => rule));
  const facts = await loadCustomerFacts(tx, shopId, profileIds, sources);
  const missing = profileIds.filter((id) => !facts.has(id));
  const changes = [
    ...evaluateMemberships(segments, facts, now),
    ...(missing.length > 0 ? await listMembershipsToEnd(tx, shopId, missing) : []),
  ];
  if (changes.length > 0) await settle(tx, shopId, changes, deps);
  return { more };
}

/** Maximum duration of concurrent transactions. */
const OVERLAP_MS = 60_000;

/** Time of the oldest full evaluation with such conditions; `null` if no rule has any. */
function findOldestEvaluation(
  segments: readonly { readonly rule: SegmentRule; readonly evaluatedAt: Date }[],
  kinds: ReadonlySet<string>,
): Date | null {
  const needsFacts = (rule: SegmentRule) =>
    listConditions(rule).some(({ condition }) => kinds.has(condition.kind));
  const times = segments.flatMap(({ rule, evaluatedAt }) =>
    needsFacts(rule) ? evaluatedAt.getTime() : [],
  );
  return times.length === 0 ? null : new Date(Math.min(...times) - OVERLAP_MS);
}

const SCORE_CONDITIONS: ReadonlySet<string> = new Set(["prediction", "group"]);
const PROPERTY_CONDITIONS: ReadonlySet<string> = new Set(["flow_property"]);

async function settle(
  tx: Tx,
  shopId: ShopId,
  changes: Parameters<typeof applyChanges>[2],
  deps: Deps,
): Promise<void> {
  const now = deps.now();
  await applyChanges(tx, shopId, changes, now);
  await adjustCounts(tx, shopId, changes, now);
  await recordMembershipEvents(tx, shopId, changes, deps);
  await deps.queue.announce(tx, shopId, "events_recorded");
}
