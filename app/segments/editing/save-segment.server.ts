import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import type { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import type { RuleProblem } from "../rule-problem";
import { findRuleProblems } from "../rule-problems";
import { findSegment } from "../members/segment-store.server";
import { toRuleProblem, SegmentRule } from "../segment";
import { loadRuleContext } from "./rule-context-store.server";

/** A segment as submitted by the form. */
const SegmentDraft = z.object({
  name: z.string().trim().min(1).max(80),
  rule: SegmentRule,
});
type SegmentDraft = z.infer<typeof SegmentDraft>;

export type SegmentSaveOutcome =
  | { readonly kind: "saved"; readonly segmentId: string; readonly version: number }
  /** What is invalid: the name, or conditions by path. */
  | {
      readonly kind: "invalid";
      readonly name: "missing" | "too_long" | null;
      readonly problems: readonly RuleProblem[];
    }
  | {
      readonly kind: "refused";
      readonly reason: "changed_meanwhile" | "not_found" | "is_snapshot";
    };

type Deps = CommonDeps<"db" | "queue" | "now">;

/**
 * Stores a new segment or a new version, unless someone else saved one after `version` was read. The
 * first members of a new rule are found soon and do not count as having joined.
 *
 * @param existing `null` for a new segment
 */
export async function saveSegment(
  shopId: ShopId,
  existing: { readonly segmentId: string; readonly version: number } | null,
  draft: unknown,
  { db, queue, now }: Deps,
): Promise<SegmentSaveOutcome> {
  const parsed = SegmentDraft.safeParse(draft);
  if (!parsed.success) return invalid(parsed.error);
  const { name, rule } = parsed.data;
  const at = now();
  const context = await loadRuleContext(db, shopId, rule, existing?.segmentId ?? null);
  const problems = findRuleProblems(rule, context, at);
  if (problems.length > 0) return { kind: "invalid", name: null, problems };

  const segmentId = existing?.segmentId ?? uuidv7();
  const version = (existing?.version ?? 0) + 1;
  return db.$transaction(async (tx): Promise<SegmentSaveOutcome> => {
    const refusal = existing && (await replace(tx, shopId, existing, { name, rule }, at));
    if (refusal) return { kind: "refused", reason: refusal };
    if (!existing) {
      await tx.segment.create({
        data: {
          ...{ shopId, segmentId, name, rule: stored(rule), version },
          ...{ nextRunAt: at, createdAt: at, updatedAt: at },
        },
      });
    }
    await tx.segmentVersion.create({
      data: { shopId, segmentId, version, rule: stored(rule), createdAt: at },
    });
    await queue.announce(tx, shopId, "segment_changed");
    await recordAudit(tx, shopId, {
      at,
      actor: "merchant",
      action: "segment_saved",
      detail: { segmentId, version },
    });
    return { kind: "saved", segmentId, version };
  });
}

async function replace(
  tx: Tx,
  shopId: ShopId,
  { segmentId, version }: { readonly segmentId: string; readonly version: number },
  { name, rule }: SegmentDraft,
  at: Date,
): Promise<"changed_meanwhile" | "not_found" | "is_snapshot" | null> {
  const before = await findSegment(tx, shopId, segmentId);
  if (!before) return "not_found";
  if (before.rule === null) return "is_snapshot";
  const isSameRule = JSON.stringify(before.rule) === JSON.stringify(rule);
  const { count } = await tx.segment.updateMany({
    where: { shopId, segmentId, version },
    data: {
      ...{ name, rule: stored(rule), version: version + 1, updatedAt: at },
      ...(!isSameRule && { evaluatedAt: null, nextRunAt: at }),
    },
  });
  return count === 0 ? "changed_meanwhile" : null;
}

const stored = (rule: SegmentRule) => JSON.parse(JSON.stringify(rule)) as Prisma.InputJsonValue;

function invalid({ issues }: z.ZodError): SegmentSaveOutcome {
  const ofName = issues.find(({ path }) => path[0] === "name");
  const problems = issues.filter(({ path }) => path[0] !== "name").map(toRuleProblem);
  const name = ofName && (ofName.code === "too_big" ? "too_long" : "missing");
  return { kind: "invalid", name: name ?? null, problems };
}
