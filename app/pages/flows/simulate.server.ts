import type { Db } from "~/db.server";
import { answerQuestion } from "~/feedback/what-if/answer-question.server";
import { expectEffect, type ExpectedEffect } from "~/feedback/what-if/expect-effect";
import { HoldoutSettings } from "~/experiments/holdout-settings";
import { customerIdOf, type CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { contactName } from "~/profiles/contact-name";
import { findProfile } from "~/profiles/profile-store.server";
import { findFlow } from "~/flows/flow-store.server";
import { SUMMARY_DAYS } from "~/pages/flows/flow-summary";
import { simulatePast } from "~/flows/simulation/simulate-past.server";
import type { Simulation } from "~/flows/simulation/simulate-flow";

/** Maximum number of simulated candidates, latest first. */
const MAX_CANDIDATES = 2_000;
const EXAMPLES = 8;

/** The simulation of a flow, for its page. */
export interface SimulationPageData extends Omit<Simulation, "simulated"> {
  /** Whether there were more candidates than the limit. */
  readonly isCut: boolean;
  readonly holdoutRate: number;
  /** Per week, if the flow's emails could be compared with its holdout; null: they could not. */
  readonly effect: ExpectedEffect | null;
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
  const { simulated, days, ...counts } = await simulatePast(
    db,
    shopId,
    { flowId, version, definition, holdoutRate },
    { days: SUMMARY_DAYS, limit: MAX_CANDIDATES, now: at },
    { keyring },
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
  const reached = new Set(
    simulated.flatMap(({ emails, profileId }) => (emails.length > 0 ? [profileId] : [])),
  );
  const perWeek = (reached.size * (1 - holdoutRate) * 7) / days;
  const answer = await answerQuestion(db, shopId, { kind: "flow_off", flowId }, at);
  const effect = answer.kind === "estimated" && perWeek > 0 ? expectEffect(answer, perWeek) : null;
  return { ...counts, examples, holdoutRate, effect };
}
