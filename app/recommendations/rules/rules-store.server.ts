import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import type { CollectionMembers } from "./apply-rules";
import { MAX_RULES, Rules, type Rule, type RuleConflict } from "./rule";

export interface SavedRules {
  readonly rules: readonly Rule[];
  /** A save names the version it is based on; 0: nothing saved yet. */
  readonly version: number;
}

const Stored = z.object({
  version: z.number().int().nonnegative().default(0),
  rules: Rules.default([]),
});

/** The merchant's rules; none before the first save. */
export async function findRules(db: Db, shopId: ShopId): Promise<SavedRules> {
  const row = await db.settings.findUnique({
    where: { shopId },
    select: { recommendations: true },
  });
  return Stored.parse(row?.recommendations ?? {});
}

export type SaveRulesOutcome =
  | { readonly kind: "saved"; readonly version: number }
  | { readonly kind: "invalid"; readonly problems: readonly RecommendationRuleProblem[] }
  | { readonly kind: "refused"; readonly reason: "changed_meanwhile" };

export type RecommendationRuleProblem = {
  /** Position of the rule, from 0; `null` for the whole list. */
  readonly place: number | null;
} & (
  | RuleConflict
  | { readonly kind: "too_many"; readonly max: number }
  | { readonly kind: "invalid" }
);

/** Parses the submitted rules. */
export function parseRules(
  input: unknown,
):
  | { readonly kind: "valid"; readonly rules: Rules }
  | { readonly kind: "invalid"; readonly problems: readonly RecommendationRuleProblem[] } {
  const parsed = Rules.safeParse(input);
  if (parsed.success) return { kind: "valid", rules: parsed.data };
  return { kind: "invalid", problems: parsed.error.issues.map(problemOf) };
}

function problemOf(issue: z.core.$ZodIssue): RecommendationRuleProblem {
  const [index] = issue.path;
  const place = typeof index === "number" ? index : null;
  if (issue.code === "custom") return { place, ...(issue.params as RuleConflict) };
  return place === null && issue.code === "too_big"
    ? { place, kind: "too_many", max: MAX_RULES }
    : { place, kind: "invalid" };
}

/** Saves rules unless another save has replaced `version`; they apply from the next email on. */
export async function saveRules(
  shopId: ShopId,
  { version, rules: input }: { readonly version: number; readonly rules: unknown },
  { db, now }: { readonly db: PrismaClient; readonly now: () => Date },
): Promise<SaveRulesOutcome> {
  const parsed = parseRules(input);
  if (parsed.kind === "invalid") return parsed;
  const at = now();
  const next = version + 1;
  const stored = JSON.stringify({ version: next, rules: parsed.rules });
  return db.$transaction(async (tx): Promise<SaveRulesOutcome> => {
    const before = await findRules(tx, shopId);
    // Other settings have a separate version, which must not change while their forms may be open.
    const saved = await tx.$executeRaw`
      insert into settings (shop_id, recommendations, updated_at)
      select ${shopId}, ${stored}::jsonb, ${at}
      where ${version} = 0 or exists (select 1 from settings where shop_id = ${shopId})
      on conflict (shop_id) do update set
        recommendations = excluded.recommendations, updated_at = excluded.updated_at
      where coalesce((settings.recommendations->>'version')::int, 0) = ${version}`;
    if (saved === 0) return { kind: "refused", reason: "changed_meanwhile" };
    await recordAudit(tx, shopId, {
      auditId: uuidv7(),
      at,
      actor: "merchant",
      action: "recommendation_rules_saved",
      detail: { version: next, before: [...before.rules], after: parsed.rules },
    });
    return { kind: "saved", version: next };
  });
}

/** The members of collections in rules, by collection id; deleted ones have none. */
export async function loadCollections(
  db: Db,
  shopId: ShopId,
  rules: readonly Rule[],
): Promise<CollectionMembers> {
  const collectionIds = rules.flatMap(({ target }) =>
    target.kind === "collection" ? [target.collectionId] : [],
  );
  if (collectionIds.length === 0) return new Map();
  const rows = await db.collection.findMany({
    where: { shopId, collectionId: { in: collectionIds }, deletedAt: null },
    select: { collectionId: true, productIds: true },
  });
  return new Map(rows.map(({ collectionId, productIds }) => [collectionId, new Set(productIds)]));
}
