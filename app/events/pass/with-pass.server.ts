import { readTogether } from "~/db-reads.server";
import type { CommonDeps } from "~/deps";
import type { Tx } from "~/db.server";
import type { Prisma } from "~/generated/prisma/client";
import { inShopByKnownPlans } from "~/db-scope.server";
import { HANDOFFS, type Fact } from "~/jobs/handoffs";
import type { Job, JobName } from "~/jobs/job.server";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import { advanceCursors } from "../advance-cursors.server";
import { readPositions, tryLockCursors } from "./event-position-store.server";
import type { PassJob, PassStep, ProcessEvents } from "../pass-step";

interface Deps extends CommonDeps<"db" | "keyring" | "log"> {
  readonly queue: Queue & {
    wakeAll(job: JobName, shopIds: readonly ShopId[], tx: Tx): Promise<void>;
  };
}

interface NamedStep<Given> extends PassStep<Given> {
  readonly name: JobName;
}

/** More events are processed stage by stage, so that transactions stay short. */
const MAX_EVENTS = 20;

/**
 * Makes one job begin a pass: a few new events run through all stages that follow it, in one transaction that reads
 * them once. Otherwise each stage would be woken, read the same events and commit, which costs a single order more
 * than its own work. With many events, or if a step fails, the stages run separately as before: the pass has then
 * changed nothing.
 */
export function withPass<Given extends Deps>(
  jobs: readonly PassJob<Given>[],
  firstName: JobName,
): Job<Given>[] {
  const steps = listSteps(jobs, firstName);
  const sweptNames = new Set(jobs.flatMap((it) => (it.isLeftToSweep ? [it.name] : [])));
  return jobs.map((job) =>
    job.name === firstName
      ? {
          ...job,
          run: async (shopId, deps, signal) =>
            (await inShopByKnownPlans(shopId, () => tryPass(shopId, steps, sweptNames, deps)))
              ? { more: false }
              : job.run(shopId, deps, signal),
        }
      : job,
  );
}

/** The first step and those that follow it, in the order of the jobs. */
function listSteps<Given>(
  jobs: readonly PassJob<Given>[],
  firstName: JobName,
): readonly NamedStep<Given>[] {
  const consumers = new Set<string>();
  return jobs.flatMap(({ name, passStep }) => {
    if (!passStep) return [];
    const { consumer, after } = passStep;
    if (name !== firstName && (after === undefined || !consumers.has(after))) return [];
    consumers.add(consumer);
    return [{ ...passStep, name }];
  });
}

/** @returns whether the pass was made */
async function tryPass<Given extends Deps>(
  shopId: ShopId,
  steps: readonly NamedStep<Given>[],
  sweptNames: ReadonlySet<JobName>,
  deps: Given,
): Promise<boolean> {
  try {
    return await deps.db.$transaction((tx) => runPass(tx, shopId, steps, sweptNames, deps));
  } catch (error) {
    deps.log.warn({ err: error, shopId }, "pass failed: its stages run separately");
    return false;
  }
}

async function runPass<Given extends Deps>(
  tx: Tx,
  shopId: ShopId,
  steps: readonly NamedStep<Given>[],
  sweptNames: ReadonlySet<JobName>,
  deps: Given,
): Promise<boolean> {
  const [first] = steps;
  // Waiting could be a deadlock: other jobs hold one such lock while they wait for rows.
  const locked = await tryLockCursors(
    tx,
    shopId,
    steps.map(({ lockedBy }) => lockedBy),
  );
  if (!first || !locked.has(first.lockedBy)) return false;
  const consumers = steps.map(({ consumer }) => consumer);
  const kinds = [...new Set(steps.flatMap((step) => step.kinds))];
  const limits = { kinds, limit: MAX_EVENTS + 1 };
  const early = steps.filter(({ isPreparedFirst }) => isPreparedFirst);
  const [{ seqOf, upTo, events }, preparedFirst] = await readTogether(tx, () =>
    Promise.all([
      readPositions(tx, shopId, consumers, limits, deps),
      prepareSteps(tx, shopId, early, deps),
    ]),
  );
  const after = seqOf.get(first.consumer) ?? 0n;
  if (events.length > MAX_EVENTS) return false;

  const sliceOf = (step: NamedStep<Given>) => {
    const own = seqOf.get(step.consumer) ?? 0n;
    return events.filter(({ seq, kind }) => seq > own && step.kinds.includes(kind));
  };
  const isBusy = (step: NamedStep<Given>) => step.ownsCursors || sliceOf(step).length > 0;
  const busy = steps.filter((step) => !step.isPreparedFirst && isBusy(step));
  const processOf = new Map([
    ...preparedFirst,
    ...(await readTogether(tx, () => prepareSteps(tx, shopId, busy, deps))),
  ]);

  const reached = new Set<string>();
  const wakes = new Set<JobName>();
  const given = { ...deps, queue: { ...deps.queue, ...collectFacts(wakes) } };
  let unsaved: string[] = [];
  let unwritten: Prisma.Sql[] = [];
  const save = async () => {
    const cursors = unsaved.map((consumer) => [consumer, upTo] as const);
    const also = unwritten;
    unsaved = [];
    unwritten = [];
    if (cursors.length > 0) await advanceCursors(tx, shopId, cursors, also);
  };

  for (const step of steps) {
    if (step !== first && !reached.has(step.after ?? "")) continue;
    const own = seqOf.get(step.consumer) ?? 0n;
    // One that is behind must read earlier events first; one that is locked runs elsewhere.
    if (!locked.has(step.lockedBy) || (own < after && !step.ownsCursors)) {
      wakes.add(step.name);
      continue;
    }
    wakes.delete(step.name);
    const process = processOf.get(step.name);
    if (process && isBusy(step)) {
      const result = await process(tx, shopId, sliceOf(step), given, save);
      if (result.more) wakes.add(step.name);
      if (!result.hasAdvanced) {
        unsaved.push(step.consumer);
        unwritten.push(...(result.withCursors ?? []));
      }
    } else {
      unsaved.push(step.consumer);
    }
    reached.add(step.consumer);
  }
  await save();
  for (const name of wakes) {
    if (!sweptNames.has(name)) await deps.queue.wakeAll(name, [shopId], tx);
  }
  return true;
}

async function prepareSteps<Given>(
  tx: Tx,
  shopId: ShopId,
  steps: readonly NamedStep<Given>[],
  deps: Given,
): Promise<(readonly [JobName, ProcessEvents<Given>])[]> {
  return Promise.all(
    steps.map(async (step) => [step.name, await step.prepare(tx, shopId, deps)] as const),
  );
}

/** Collects the jobs that facts wake. The pass runs some of them itself. */
function collectFacts(wakes: Set<JobName>): Queue {
  const add = (fact: Fact) => {
    for (const name of HANDOFFS[fact]) wakes.add(name);
    return Promise.resolve();
  };
  return {
    announce: (_tx, _shopId, fact) => add(fact),
    announceAll: (_tx, _shopIds, fact) => add(fact),
  };
}
