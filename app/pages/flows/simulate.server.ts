import type { Db } from "~/db.server";
import { HoldoutSettings } from "~/experiments/holdout-settings";
import { customerIdOf, type CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { contactName } from "~/profiles/contact-name";
import { findProfile } from "~/profiles/profile-store.server";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { loadEnrollmentFacts } from "~/flows/facts/enrollment-facts-store.server";
import { getFactsRequiredByFlows } from "~/flows/facts/required-facts";
import type { CartFacts, EnrollmentFacts } from "~/flows/rules/enrollment-facts";
import { findFlow } from "~/flows/flow-store.server";
import { SUMMARY_DAYS } from "~/pages/flows/flow-summary";
import { loadWaitClocks } from "~/flows/progress/concurrent-enrollments.server";
import type { TriggerObject } from "~/flows/definition/send-step";
import { findPastTriggers, type PastTrigger } from "~/flows/simulation/find-past-triggers.server";
import { simulateFlow, type Simulation } from "~/flows/simulation/simulate-flow";
import type { SimulationCandidate } from "~/flows/simulation/simulate-enrollment";

/** Maximum number of simulated candidates, latest first. */
const MAX_CANDIDATES = 2_000;
const EXAMPLES = 8;

/** The simulation of a flow, for its page. */
export interface SimulationPageData extends Omit<Simulation, "simulated"> {
  /** Whether there were more candidates than the limit. */
  readonly isCut: boolean;
  readonly holdoutRate: number;
  /** The latest profiles that would have got an email. */
  readonly examples: readonly {
    readonly customerId: CustomerId | null;
    readonly name: string | null;
    readonly enteredAt: string;
    readonly emails: readonly { readonly stepId: string; readonly at: string }[];
  }[];
}

interface Deps {
  readonly keyring: Pick<Keyring, "open" | "blindIndex">;
  readonly now: () => Date;
}

/** Simulates the saved flow over the last `SUMMARY_DAYS` days; null if the shop has no such flow. Stores nothing. */
export async function simulate(
  db: Db,
  shopId: ShopId,
  flowId: string,
  { keyring, now }: Deps,
): Promise<SimulationPageData | null> {
  const flow = await findFlow(db, shopId, flowId);
  if (!flow) return null;
  const at = now();
  const { definition, version } = flow;
  const settings = await db.settings.findUnique({ where: { shopId }, select: { sending: true } });
  const shared = HoldoutSettings.parse(settings?.sending ?? {}).holdoutRate;
  const holdoutRate = definition.holdoutRate ?? shared;
  const refs = await findPastTriggers(
    db,
    shopId,
    { flowId, version, definition, holdoutRate },
    { since: addMs(at, -DurationMs.days(SUMMARY_DAYS)), now: at, limit: MAX_CANDIDATES },
  );
  const { simulated, ...counts } = simulateFlow(
    definition,
    await withFacts(db, shopId, definition, refs, at),
    at,
  );
  const shown = simulated
    .filter(({ emails }) => emails.length > 0)
    .slice(-EXAMPLES)
    .reverse();
  const examples = await Promise.all(
    shown.map(async ({ profileId, emails, enteredAt }) => {
      const profile = await findProfile(db, shopId, profileId, { keyring });
      const name = profile ? (contactName(profile.contact) ?? profile.contact.email) : null;
      return {
        customerId: customerIdOf(profileId),
        name,
        enteredAt: enteredAt.toISOString(),
        emails: emails.map(({ stepId, at: sentAt }) => ({ stepId, at: sentAt.toISOString() })),
      };
    }),
  );
  return { ...counts, examples, holdoutRate, isCut: refs.length === MAX_CANDIDATES };
}

async function withFacts(
  db: Db,
  shopId: ShopId,
  definition: SimulatedFlow,
  refs: readonly PastTrigger[],
  now: Date,
): Promise<SimulationCandidate[]> {
  const required = getFactsRequiredByFlows([definition]);
  const known = await loadEnrollmentFacts(db, shopId, refs, required, now);
  const clockOf = await loadWaitClocks(db, shopId, refs, [definition], now);
  return known.flatMap(({ profileId, about, firesAt, facts }) => {
    const trigger = toTriggerObject(about, facts);
    return trigger
      ? [
          {
            profileId,
            about: trigger,
            firesAt,
            facts: assumeFilledCart(facts, about),
            clock: clockOf(profileId),
          },
        ]
      : [];
  });
}

type SimulatedFlow = Parameters<typeof getFactsRequiredByFlows>[0][number];

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
