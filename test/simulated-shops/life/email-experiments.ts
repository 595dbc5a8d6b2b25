import { decideExperiment } from "~/experiments/optimization/decide-experiment";
import {
  BEST_HOUR,
  MERCHANT_SETTING,
  PRODUCTS_FIRST,
  drawByShares,
  productTrial,
  scopeKey,
  trialOf,
  withSubject,
  type Experiment,
  type VariantShare,
} from "~/experiments/optimization/experiment";
import { limitShares } from "~/experiments/optimization/limit-shares";
import { MIN_SENDS_BEFORE_TRIAL } from "~/experiments/optimization/trial-limits";
import { countEmails } from "./email-counts";

type EmailKind = Exclude<Experiment["kind"], "frequency">;

/**
 * The product's experiments on flow emails (`decideExperiment`), each night by the counts up to then: the merchant's
 * subjects from the first email on, lists, layouts and hours once an email was sent often enough. The merchant approves
 * each proposal a day later.
 *
 * @param subjectsOf the subjects of an email, the merchant's own first
 */
export function runEmailExperiments(
  seed: number,
  subjectsOf: (email: string) => readonly string[],
) {
  const counts = countEmails();
  const byEmail = new Map<string, Map<EmailKind, Experiment>>();
  const approvedFrom = new Map<string, number>();
  /** Emails that could wait for their recipient's best hour, by email. */
  const movable = countEmails();

  function experimentsOf(email: string) {
    let own = byEmail.get(email);
    if (!own) {
      own = new Map([
        ["subject", experimentOn(email, "subject", subjectShares(subjectsOf(email)))],
      ]);
      byEmail.set(email, own);
    }
    return own;
  }

  function startTrials(email: string, own: Map<EmailKind, Experiment>, today: number): void {
    const start = (kind: EmailKind, variants: VariantShare[] | null) => {
      if (variants && !own.has(kind)) own.set(kind, experimentOn(email, kind, variants));
    };
    if (counts.sendsOf(email, today) >= MIN_SENDS_BEFORE_TRIAL) {
      start("products", productTrial("chosen_next"));
      start("layout", trialOf(PRODUCTS_FIRST));
    }
    if (movable.sendsOf(email, today) >= MIN_SENDS_BEFORE_TRIAL) start("hour", trialOf(BEST_HOUR));
  }

  function decide(email: string, experiment: Experiment, today: number): Experiment {
    const key = scopeKey(experiment);
    const decision = decideExperiment(experiment, counts.resultsOf(key, today), today);
    if (decision.kind === "kept") return experiment;
    const isApproved = (approvedFrom.get(key) ?? Infinity) <= today;
    const reach = isApproved ? 0 : counts.reachOf(email, today);
    const { variants, isLimited } = limitShares(experiment, decision.variants, reach);
    if (isLimited && !approvedFrom.has(key)) approvedFrom.set(key, today + 1);
    return { ...experiment, variants };
  }

  return {
    /** The variant of a message; null: no experiment. */
    draw(email: string, kind: EmailKind, messageId: string): string | null {
      const experiment = experimentsOf(email).get(kind);
      if (!experiment) return null;
      const { variants } = experiment;
      return drawByShares(variants, `${seed}|${scopeKey(experiment)}|${messageId}`).variant;
    },
    count(
      email: string,
      sent: Parameters<typeof counts.count>[1] & { readonly isMovable: boolean },
      drawn: ReadonlyMap<EmailKind, string>,
    ): void {
      const own = experimentsOf(email);
      const variants = [...drawn].flatMap(([kind, variant]) => {
        const experiment = own.get(kind);
        return experiment ? [{ key: scopeKey(experiment), variant }] : [];
      });
      counts.count(email, sent, variants);
      if (sent.isMovable) movable.count(email, sent, []);
    },
    learn(today: number): void {
      for (const [email, own] of byEmail) {
        startTrials(email, own, today);
        for (const [kind, experiment] of own) own.set(kind, decide(email, experiment, today));
      }
    },
  };
}

const subjectShares = (subjects: readonly string[]): readonly VariantShare[] =>
  subjects
    .slice(1)
    .reduce<readonly VariantShare[]>(
      (shares, text) => withSubject(shares, text) ?? shares,
      MERCHANT_SETTING,
    );

function experimentOn(
  email: string,
  kind: EmailKind,
  variants: readonly VariantShare[],
): Experiment {
  const [flowId, stepId] = email.split("/");
  return { kind, flowId: flowId ?? null, stepId: stepId ?? null, variants, isHeld: false };
}
