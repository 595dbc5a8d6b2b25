import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { DurationMs, addMs } from "../definition/duration";
import type { TriggerObject } from "../definition/send-step";
import { loadEnrollmentFacts } from "../facts/enrollment-facts-store.server";
import { getFactsRequiredByFlows } from "../facts/required-facts";
import { loadWaitClocks } from "../progress/concurrent-enrollments.server";
import type { CartFacts, EnrollmentFacts } from "../rules/enrollment-facts";
import type { LiveFlow } from "../rules/plan-enrollments";
import { findPastTriggers, type PastTrigger } from "./find-past-triggers.server";
import type { SimulationCandidate } from "./simulate-enrollment";
import { simulateFlow, type Simulation } from "./simulate-flow";

/** What a flow would have done. */
export interface PastSimulation extends Simulation {
  /** Whether there were more candidates than the limit. */
  readonly isCut: boolean;
  /** The days that the counts cover: fewer if there were more candidates than the limit. */
  readonly days: number;
}

interface SimulationWindow {
  readonly days: number;
  /** Maximum number of simulated candidates, latest first. */
  readonly limit: number;
  readonly now: Date;
}

/** Simulates a flow over past days, on or off. Stores nothing. */
export async function simulatePast(
  db: Db,
  shopId: ShopId,
  flow: LiveFlow,
  { days, limit, now }: SimulationWindow,
  deps: { readonly keyring: Pick<Keyring, "open"> },
): Promise<PastSimulation> {
  const since = addMs(now, -DurationMs.days(days));
  const refs = await findPastTriggers(db, shopId, flow, { since, now, limit }, deps);
  const candidates = await withFacts(db, shopId, flow.definition, refs, now);
  const isCut = refs.length === limit;
  const first = Math.min(...refs.map(({ firesAt }) => firesAt.getTime()));
  const coveredMs = Math.max(DurationMs.hours(1), now.getTime() - first);
  return {
    ...simulateFlow(flow.definition, candidates, now),
    ...{ isCut, days: isCut && limit > 0 ? coveredMs / DurationMs.days(1) : days },
  };
}

async function withFacts(
  db: Db,
  shopId: ShopId,
  definition: LiveFlow["definition"],
  refs: readonly PastTrigger[],
  now: Date,
): Promise<SimulationCandidate[]> {
  const required = getFactsRequiredByFlows([definition]);
  const known = await loadEnrollmentFacts(db, shopId, refs, required, now);
  const clockOf = await loadWaitClocks(db, shopId, refs, [definition], now);
  return known.flatMap(({ profileId, about, firesAt, facts }) => {
    const trigger = toTriggerObject(about, facts);
    if (!trigger) return [];
    const filled = assumeFilledCart(facts, about);
    return [{ profileId, about: trigger, firesAt, facts: filled, clock: clockOf(profileId) }];
  });
}

/** The trigger object; checkouts and orders come from the facts. */
function toTriggerObject(
  about: PastTrigger["about"],
  { object }: EnrollmentFacts,
): TriggerObject | null {
  if (about.kind !== "checkout" && about.kind !== "order") return about;
  if (object?.kind === "checkout") {
    const { token, cartToken, startedAt } = object;
    return { kind: "checkout", token, cartToken, startedAt, idleMinutes: 0 };
  }
  return object?.kind === "order"
    ? { kind: "order", orderId: object.orderId, placedAt: object.placedAt }
    : null;
}

/** Past carts are unknown: assumes a filled cart. */
function assumeFilledCart(facts: EnrollmentFacts, about: PastTrigger["about"]): EnrollmentFacts {
  if (about.kind !== "cart") return facts;
  const cart: CartFacts = {
    ...{ kind: "cart", startedAt: about.startedAt, updatedAt: about.startedAt, lines: [] },
    ...{ availableLineCount: 1, totalMinor: 1 },
  };
  return { ...facts, object: cart };
}
