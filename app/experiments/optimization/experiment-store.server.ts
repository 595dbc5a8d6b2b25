import { v7 as uuidv7 } from "uuid";
import type { Db, Tx } from "~/db.server";
import { ShopId } from "~/lib/shop-id";
import {
  FREQUENCY_SCOPE,
  VariantShares,
  MERCHANT_SETTING,
  ExperimentKind,
  scopeKey,
  type VariantShare,
  type Experiment,
} from "./experiment";
import { DecisionEvidence } from "./decision-evidence";

/** A logged decision. */
export interface LoggedDecision {
  readonly changeId: string;
  readonly scopeKey: string;
  readonly changedAt: Date;
  readonly before: readonly VariantShare[];
  readonly after: readonly VariantShare[];
  readonly evidence: DecisionEvidence;
  readonly revertedAt: Date | null;
}

/** All experiments of a shop, by key. */
export async function listExperiments(db: Db, shopId: ShopId): Promise<Experiment[]> {
  const rows = await db.choice.findMany({ where: { shopId }, orderBy: { scopeKey: "asc" } });
  return rows.map(({ kind, flowId, stepId, arms, isHeld }) => ({
    kind: ExperimentKind.parse(kind),
    flowId,
    stepId,
    arms: VariantShares.parse(arms),
    isHeld,
  }));
}

/** Saves the state of an experiment. */
export async function saveExperiment(
  db: Db,
  shopId: ShopId,
  experiment: Experiment,
  now: Date,
): Promise<void> {
  const { kind, flowId, stepId, isHeld } = experiment;
  const key = scopeKey(experiment);
  const written = { arms: [...experiment.arms], isHeld, decidedAt: now };
  await db.choice.upsert({
    where: { shopId_scopeKey: { shopId, scopeKey: key } },
    create: { shopId, scopeKey: key, kind, flowId, stepId, ...written },
    update: written,
  });
}

/** Applies a decision to an experiment and logs its evidence. */
export async function recordDecision(
  tx: Tx,
  shopId: ShopId,
  {
    choice: experiment,
    after,
    evidence,
  }: { choice: Experiment; after: readonly VariantShare[]; evidence: DecisionEvidence },
  now: Date,
): Promise<void> {
  await saveExperiment(tx, shopId, { ...experiment, arms: after }, now);
  await tx.choiceChange.create({
    data: {
      shopId,
      changeId: uuidv7(),
      scopeKey: scopeKey(experiment),
      changedAt: now,
      before: [...experiment.arms],
      after: [...after],
      evidence,
    },
  });
}

/**
 * Reverts the last decision of an experiment for the merchant and holds the experiment from then on.
 *
 * @returns whether it was the last decision and still applied
 */
export async function revertDecision(
  tx: Tx,
  shopId: ShopId,
  changeId: string,
  now: Date,
): Promise<boolean> {
  const [reverted] = await tx.$queryRaw<{ scopeKey: string; before: unknown }[]>`
    update choice_change as change set reverted_at = ${now}::timestamptz
    where change.shop_id = ${shopId} and change.change_id = ${changeId}
      and change.reverted_at is null
      and not exists (
        select 1 from choice_change later
        where later.shop_id = ${shopId} and later.scope_key = change.scope_key
          and later.change_id > change.change_id and later.reverted_at is null)
    returning change.scope_key as "scopeKey", change.before`;
  if (!reverted) return false;
  await tx.choice.update({
    where: { shopId_scopeKey: { shopId, scopeKey: reverted.scopeKey } },
    data: { arms: VariantShares.parse(reverted.before), isHeld: true },
  });
  return true;
}

/** Resumes an experiment that is on hold. */
export async function resumeExperiment(db: Db, shopId: ShopId, key: string): Promise<boolean> {
  const { count } = await db.choice.updateMany({
    where: { shopId, scopeKey: key, isHeld: true },
    data: { isHeld: false },
  });
  return count > 0;
}

/** The latest decisions since a time, newest first. */
export async function listDecisions(
  db: Db,
  shopId: ShopId,
  { since, limit }: { readonly since: Date; readonly limit: number },
): Promise<LoggedDecision[]> {
  const rows = await db.choiceChange.findMany({
    where: { shopId, changedAt: { gte: since } },
    orderBy: { changeId: "desc" },
    take: limit,
  });
  return rows.map(toDecision);
}

/**
 * The newest decision of each kind of evidence by experiment, once of those in force and once of the reverted;
 * newest first. Unlike the decisions since a time, it never misses the one that an experiment rests on.
 */
export async function listNewestDecisions(
  db: Db,
  shopId: ShopId,
): Promise<Map<string, LoggedDecision[]>> {
  const rows = await db.$queryRaw<DecisionRow[]>`
    select distinct on (scope_key, evidence->>'kind', reverted_at is null)
      change_id as "changeId", scope_key as "scopeKey", changed_at as "changedAt",
      reverted_at as "revertedAt", before, after, evidence
    from choice_change where shop_id = ${shopId}
    order by scope_key, evidence->>'kind', reverted_at is null, change_id desc`;
  const newestFirst = rows.toSorted((a, b) => (a.changeId < b.changeId ? 1 : -1));
  return Map.groupBy(newestFirst.map(toDecision), (it) => it.scopeKey);
}

interface DecisionRow extends Omit<LoggedDecision, "before" | "after" | "evidence"> {
  readonly before: unknown;
  readonly after: unknown;
  readonly evidence: unknown;
}

const toDecision = (row: DecisionRow): LoggedDecision => ({
  changeId: row.changeId,
  scopeKey: row.scopeKey,
  changedAt: row.changedAt,
  revertedAt: row.revertedAt,
  before: VariantShares.parse(row.before),
  after: VariantShares.parse(row.after),
  evidence: DecisionEvidence.parse(row.evidence),
});

const DECIDE_EVERY_HOURS = 24;

/** Installed shops whose experiments are due for the daily decision. @param only restricts the query to this shop */
export async function listShopsWithDueExperiments(
  db: Db,
  now: Date,
  only?: ShopId,
): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shopId: string }[]>`
    select shop.shop_id as "shopId" from shop
    where shop.uninstalled_at is null
      and shop.shop_id = coalesce(${only ?? null}, shop.shop_id)
      and not exists (
        select 1 from choice
        where choice.shop_id = shop.shop_id and choice.scope_key = ${scopeKey(FREQUENCY_SCOPE)}
          and choice.decided_at > ${now}::timestamptz - make_interval(hours => ${DECIDE_EVERY_HOURS}::int))`;
  return rows.map(({ shopId }) => ShopId.parse(shopId));
}

/** The frequency experiment; the merchant's setting until one exists. */
export function frequencyExperiment(experiments: readonly Experiment[]): Experiment {
  const known = experiments.find(({ kind }) => kind === "frequency");
  return known ?? { ...FREQUENCY_SCOPE, arms: MERCHANT_SETTING, isHeld: false };
}
