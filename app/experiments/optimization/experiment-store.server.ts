import { nextTimeIn } from "~/jobs/next-due-times.server";
import { readRows } from "~/db-reads.server";
import { v7 as uuidv7 } from "uuid";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import {
  ownOnly,
  FREQUENCY_SCOPE,
  VariantShares,
  MERCHANT_SETTING,
  ExperimentKind,
  scopeKey,
  type VariantShare,
  type Experiment,
  type ExperimentScope,
} from "./experiment";
import { DecisionEvidence, isProposal } from "./decision-evidence";

/** A logged decision. */
export interface LoggedDecision {
  readonly decisionId: string;
  readonly scopeKey: string;
  readonly decidedAt: Date;
  readonly before: readonly VariantShare[];
  readonly after: readonly VariantShare[];
  readonly evidence: DecisionEvidence;
  readonly revertedAt: Date | null;
}

/** All experiments of a shop, by key. */
export async function listExperiments(db: Db, shopId: ShopId): Promise<Experiment[]> {
  return findExperiments(db, shopId, Prisma.sql`true`);
}

/** The experiments of some kinds whose variants emails get: none while the merchant has paused all tests. */
export async function listDrawnExperiments(
  db: Db,
  shopId: ShopId,
  kinds: readonly ExperimentKind[],
): Promise<Experiment[]> {
  const isPaused = Prisma.sql`exists (
    select 1 from settings where settings.shop_id = ${shopId} and optimizations_paused_at is not null)`;
  return findExperiments(
    db,
    shopId,
    Prisma.sql`kind = any(${[...kinds]}::text[]) and not ${isPaused}`,
  );
}

async function findExperiments(db: Db, shopId: ShopId, where: Prisma.Sql): Promise<Experiment[]> {
  const rows = await readRows<ExperimentRow>(
    db,
    Prisma.sql`
    select kind, flow_id as "flowId", step_id as "stepId", variants, is_held as "isHeld"
    from experiment where shop_id = ${shopId} and ${where} order by scope_key`,
  );
  return rows.map(({ kind, variants, ...row }) => ({
    ...row,
    kind: ExperimentKind.parse(kind),
    variants: VariantShares.parse(variants),
  }));
}

interface ExperimentRow extends Pick<Experiment, "flowId" | "stepId" | "isHeld"> {
  readonly kind: string;
  readonly variants: unknown;
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
  const written = { variants: [...experiment.variants], isHeld, evaluatedAt: now };
  await db.experiment.upsert({
    where: { shopId_scopeKey: { shopId, scopeKey: key } },
    create: { shopId, scopeKey: key, kind, flowId, stepId, ...written },
    update: written,
  });
}

/** Applies a decision to an experiment and logs its evidence. @returns the decision's id */
export async function recordDecision(
  tx: Tx,
  shopId: ShopId,
  {
    experiment,
    after,
    evidence,
  }: { experiment: Experiment; after: readonly VariantShare[]; evidence: DecisionEvidence },
  now: Date,
): Promise<string> {
  await saveExperiment(tx, shopId, { ...experiment, variants: after }, now);
  const decisionId = uuidv7();
  await tx.experimentDecision.create({
    data: {
      shopId,
      decisionId,
      scopeKey: scopeKey(experiment),
      decidedAt: now,
      before: [...experiment.variants],
      after: [...after],
      evidence,
    },
  });
  return decisionId;
}

/**
 * Reverts the decision in force, or dismisses a proposal, for the merchant, and holds the experiment from then
 * on. A proposal changes nothing: dismissing it restores nothing, and the decision before it can be reverted
 * while it is open.
 *
 * @returns whether the decision was still in force, or the proposal open
 */
export async function revertDecision(
  tx: Tx,
  shopId: ShopId,
  decisionId: string,
  now: Date,
): Promise<boolean> {
  const [reverted] = await tx.$queryRaw<{ scopeKey: string; before: unknown; evidence: unknown }[]>`
    update experiment_decision as decision set reverted_at = ${now}::timestamptz
    where decision.shop_id = ${shopId} and decision.decision_id = ${decisionId}
      and decision.reverted_at is null
      and not exists (
        select 1 from experiment_decision later
        where later.shop_id = ${shopId} and later.scope_key = decision.scope_key
          and later.decision_id > decision.decision_id and later.reverted_at is null
          and (${isProposalSql("decision")} or not ${isProposalSql("later")}))
    returning decision.scope_key as "scopeKey", decision.before, decision.evidence`;
  if (!reverted) return false;
  const restored = isProposal({ evidence: DecisionEvidence.parse(reverted.evidence) })
    ? {}
    : { variants: VariantShares.parse(reverted.before) };
  await tx.experiment.update({
    where: { shopId_scopeKey: { shopId, scopeKey: reverted.scopeKey } },
    data: { ...restored, isHeld: true },
  });
  return true;
}

/** `isProposal` in SQL. */
function isProposalSql(table: "decision" | "later"): Prisma.Sql {
  const evidence = Prisma.raw(`${table}.evidence`);
  return Prisma.sql`(${evidence}->>'kind' = 'fatigue'
    or ${evidence}->>'kind' = 'fatigue_gone' and ${evidence}->>'isApproved' = 'false')`;
}

/** An automatic revert of a test: what it was about and why. */
export interface RevertedTest extends ExperimentScope {
  readonly evidence: Extract<DecisionEvidence, { kind: "worse" | "compared" }>;
}

/** The decision with this id, if it reverted a test automatically; else null. */
export async function findRevertedTest(
  db: Db,
  shopId: ShopId,
  decisionId: string,
): Promise<RevertedTest | null> {
  const decision = await db.experimentDecision.findUnique({
    where: { shopId_decisionId: { shopId, decisionId } },
    select: { scopeKey: true, evidence: true },
  });
  if (!decision) return null;
  const evidence = DecisionEvidence.parse(decision.evidence);
  if (evidence.kind !== "worse" && evidence.kind !== "compared") return null;
  const row = await db.experiment.findUniqueOrThrow({
    where: { shopId_scopeKey: { shopId, scopeKey: decision.scopeKey } },
    select: { kind: true, flowId: true, stepId: true },
  });
  return { ...row, kind: ExperimentKind.parse(row.kind), evidence };
}

/** Stops a running test for the merchant: all emails get the merchant's setting, and the experiment is on hold. */
export async function stopExperiment(
  tx: Tx,
  shopId: ShopId,
  key: string,
  now: Date,
): Promise<boolean> {
  const experiment = (await listExperiments(tx, shopId)).find((it) => scopeKey(it) === key);
  if (!experiment || experiment.isHeld) return false;
  const held = { ...experiment, isHeld: true };
  const after = ownOnly(experiment.variants);
  await recordDecision(tx, shopId, { experiment: held, after, evidence: { kind: "stopped" } }, now);
  return true;
}

/** Resumes an experiment that is on hold. */
export async function resumeExperiment(db: Db, shopId: ShopId, key: string): Promise<boolean> {
  const { count } = await db.experiment.updateMany({
    where: { shopId, scopeKey: key, isHeld: true },
    data: { isHeld: false },
  });
  return count > 0;
}

/** The latest decisions since a time that say what was learned (`isLearned`), newest first. */
export async function listLearnings(
  db: Db,
  shopId: ShopId,
  { since, limit }: { readonly since: Date; readonly limit: number },
): Promise<LoggedDecision[]> {
  const rows = await db.$queryRaw<DecisionRow[]>`
    select ${DECISION_COLUMNS} from experiment_decision
    where shop_id = ${shopId} and decided_at >= ${since}::timestamptz
      and evidence->>'kind' not in ('trial', 'stopped')
      and coalesce(evidence->>'isSupported', 'true') = 'true'
    order by decision_id desc limit ${limit}`;
  return rows.map(toDecision);
}

/** The latest decisions since a time, newest first. */
export async function listDecisions(
  db: Db,
  shopId: ShopId,
  { since, limit }: { readonly since: Date; readonly limit: number },
): Promise<LoggedDecision[]> {
  const rows = await db.experimentDecision.findMany({
    where: { shopId, decidedAt: { gte: since } },
    orderBy: { decisionId: "desc" },
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
    select distinct on (scope_key, evidence->>'kind', reverted_at is null) ${DECISION_COLUMNS}
    from experiment_decision where shop_id = ${shopId}
    order by scope_key, evidence->>'kind', reverted_at is null, decision_id desc`;
  const newestFirst = rows.toSorted((a, b) => (a.decisionId < b.decisionId ? 1 : -1));
  return Map.groupBy(newestFirst.map(toDecision), (it) => it.scopeKey);
}

const DECISION_COLUMNS = Prisma.sql`
  decision_id as "decisionId", scope_key as "scopeKey", decided_at as "decidedAt",
  reverted_at as "revertedAt", before, after, evidence`;

interface DecisionRow extends Omit<LoggedDecision, "before" | "after" | "evidence"> {
  readonly before: unknown;
  readonly after: unknown;
  readonly evidence: unknown;
}

const toDecision = (row: DecisionRow): LoggedDecision => ({
  decisionId: row.decisionId,
  scopeKey: row.scopeKey,
  decidedAt: row.decidedAt,
  revertedAt: row.revertedAt,
  before: VariantShares.parse(row.before),
  after: VariantShares.parse(row.after),
  evidence: DecisionEvidence.parse(row.evidence),
});

const DECIDE_EVERY_HOURS = 24;

/** Installed shops whose experiments are due for the daily decision. */
export function selectShopsWithDueExperiments(now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    where shop.uninstalled_at is null
      and not exists (
        select 1 from settings
        where settings.shop_id = shop.shop_id and settings.optimizations_paused_at is not null)
      and not exists (
        select 1 from experiment
        where experiment.shop_id = shop.shop_id and experiment.scope_key = ${scopeKey(FREQUENCY_SCOPE)}
          and experiment.evaluated_at > ${now}::timestamptz - make_interval(hours => ${DECIDE_EVERY_HOURS}::int))`;
}

/** When a shop's next decision is due. */
export const nextDecisionTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("experiment", "evaluated_at", now, {
    plus: Prisma.sql`make_interval(hours => ${DECIDE_EVERY_HOURS}::int)`,
    and: Prisma.sql`it.scope_key = ${scopeKey(FREQUENCY_SCOPE)}`,
  }),
];

/** The frequency experiment; the merchant's setting until one exists. */
export function frequencyExperiment(experiments: readonly Experiment[]): Experiment {
  const known = experiments.find(({ kind }) => kind === "frequency");
  return known ?? { ...FREQUENCY_SCOPE, variants: MERCHANT_SETTING, isHeld: false };
}
