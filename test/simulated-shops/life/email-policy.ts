import {
  BEST_HOUR,
  MERCHANT_SETTING,
  OWN_VARIANT,
  PRODUCTS_FIRST,
  RANDOM_HOUR,
  drawByShares,
  productTrial,
  scopeKey,
  sharesInGroup,
  trialOf,
  withSubject,
  type Experiment,
  type VariantShare,
} from "~/experiments/optimization/experiment";
import type { DecisionEvidence } from "~/experiments/optimization/decision-evidence";
import { decidePolicy, MIN_POLICY_SENDS } from "~/experiments/policy/decide-policy";
import { followChoice } from "~/experiments/policy/follow-choice";
import { judgeOptions } from "~/experiments/policy/judge-options";
import { costOfLostSubscriber } from "~/experiments/policy/lost-subscriber";
import type { PolicyEconomics, PolicyExperiment } from "~/experiments/policy/policy-input";
import { FREQUENCY_GROUPS } from "~/predictions/history/email-habits";
import { countPolicyEmails, type CountedEmail } from "./policy-cells";
import { BEGAN_MS, DAY_MS } from "./times";

type EmailKind = Exclude<Experiment["kind"], "frequency">;

/** As in the store (`readPolicyEconomics`). */
const USUAL_ORDERS = 0.05;
const USUAL_LOSS = { rate: 0.002, emails: 500 };
const EMAILED_DAYS = 28;

/** An experiment with what the merchant and the guard did. */
interface TestedEmail {
  experiment: Experiment;
  readonly sinceDay: number;
  approvedFrom: number;
  proposed: string | null;
}

/** A change of shares, as the product records it. */
interface EmailDecision {
  readonly day: number;
  readonly experiment: Experiment;
  readonly after: readonly VariantShare[];
  readonly evidence: DecisionEvidence;
}

interface PolicyOptions {
  /** Whether lists, layouts and hours are tried. Default: true. */
  readonly triesMore?: boolean;
  readonly record?: (decision: EmailDecision) => void;
}

/**
 * The product's policy for flow emails, each night by the outcomes up to then: the merchant's subjects from the first
 * email on, lists, layouts and hours once the shop has sent enough. The merchant approves each proposal a day later.
 *
 * @param seed identifies the shop in the draws
 * @param subjectsOf the subjects of an email on a day, the merchant's own first
 */
export function runEmailPolicy(
  seed: number | string,
  subjectsOf: (email: string, day: number) => readonly string[],
  { triesMore = true, record = () => undefined }: PolicyOptions = {},
) {
  const counts = countPolicyEmails();
  const tested = new Map<string, Map<EmailKind, TestedEmail>>();
  const movable = new Set<string>();

  function testsOf(email: string, day: number) {
    let own = tested.get(email);
    if (!own) {
      own = new Map();
      tested.set(email, own);
    }
    const subjects = subjectsOf(email, day);
    if ((own.get("subject")?.experiment.variants.length ?? 0) < subjects.length) {
      own.set("subject", testOn(email, "subject", subjectShares(subjects), day));
    }
    return own;
  }

  function startTrials(day: number): void {
    if (counts.emails().length < MIN_POLICY_SENDS) return;
    for (const [email, own] of tested) {
      const start = (kind: EmailKind, variants: VariantShare[] | null) => {
        if (variants && !own.has(kind)) own.set(kind, testOn(email, kind, variants, day));
      };
      start("products", productTrial("chosen_next"));
      start("layout", trialOf(PRODUCTS_FIRST));
      if (movable.has(email)) start("hour", trialOf(BEST_HOUR, RANDOM_HOUR));
    }
  }

  function economicsAt(nowMs: number): PolicyEconomics {
    const recent = counts.emails().filter(({ atMs }) => atMs > nowMs - EMAILED_DAYS * DAY_MS);
    const people = new Set(recent.map(({ person }) => person)).size;
    const all = counts.emails();
    const share = (of: (it: CountedEmail) => boolean) => all.filter(of).length;
    const clickValue = Math.max(1, USUAL_ORDERS * counts.meanOrder());
    const netPerEmail =
      all.length > 0 ? (share(({ hasClicked }) => hasClicked) / all.length) * clickValue : 0;
    const lossRate =
      (share(({ hasLeft }) => hasLeft) + USUAL_LOSS.rate * USUAL_LOSS.emails) /
      (all.length + USUAL_LOSS.emails);
    const emailsPer28Days = people > 0 ? recent.length / people : 1;
    return {
      clickValue,
      lostSubscriber: costOfLostSubscriber({ netPerEmail, emailsPer28Days, lossRate }),
    };
  }

  /** Share of the customers emailed in the counted days who received this email. */
  function reachOf(email: string): number {
    const all = counts.emails();
    const people = (its: readonly CountedEmail[]) => new Set(its.map((it) => it.person)).size;
    return people(all.filter((it) => it.email === email)) / Math.max(1, people(all));
  }

  function decide(day: number): void {
    const tests = [...tested.values()].flatMap((own) => [...own.values()]);
    const nowMs = BEGAN_MS + day * DAY_MS;
    const cells = counts.cells(nowMs);
    const economics = economicsAt(nowMs);
    const choices = decidePolicy({
      groups: Object.keys(FREQUENCY_GROUPS).length,
      experiments: tests.map(({ experiment }) => toPolicyExperiment(experiment)),
      ...{ cells, economics, seed: String(seed), day },
    });
    for (const [n, choice] of choices.entries()) {
      const test = tests[n]!;
      const { experiment } = test;
      if (experiment.isHeld) continue;
      const asked = toPolicyExperiment(experiment);
      const compared = judgeOptions(asked, cells, economics, day - test.sinceDay);
      if (compared.isWorse) {
        const after = ownOnly(experiment.variants);
        test.experiment = { ...experiment, variants: after, isHeld: true };
        const evidence = {
          kind: "worse",
          sends: { control: compared.control, treated: compared.treated },
          mean: { control: compared.controlMean, treated: compared.treatedMean },
        } as const;
        record({ day, experiment: test.experiment, after, evidence });
        continue;
      }
      if (test.approvedFrom === day) {
        record({ day, experiment, after: experiment.variants, evidence: { kind: "approved" } });
      }
      const step = followChoice(experiment, choice, {
        reach: reachOf(asked.email),
        isApproved: test.approvedFrom <= day,
        proposed: test.proposed,
      });
      if (step === null) continue;
      const { variants: after, awaitsApproval } = step;
      record({ day, experiment, after, evidence: { ...choice.evidence, awaitsApproval } });
      test.experiment = { ...experiment, variants: after };
      test.proposed = step.awaitsApproval ? choice.evidence.favored : null;
      if (step.awaitsApproval) test.approvedFrom = Math.min(test.approvedFrom, day + 1);
    }
  }

  return {
    /** The variant of a message to a customer group, with its share; null: no experiment. */
    draw(email: string, kind: EmailKind, messageId: string, group: number): VariantShare | null {
      const experiment = tested.get(email)?.get(kind)?.experiment;
      if (!experiment) return null;
      const shares = sharesInGroup(experiment.variants, group);
      return drawByShares(shares, `${seed}|${scopeKey(experiment)}|${messageId}`);
    },
    /** An email that is planned: its subjects are tested from then on. */
    plan(email: string, day: number, isMovable: boolean): void {
      testsOf(email, day);
      if (isMovable) movable.add(email);
    },
    count: counts.count,
    order: counts.order,
    learn(day: number): void {
      counts.forget(BEGAN_MS + day * DAY_MS);
      if (triesMore) startTrials(day);
      decide(day);
    },
    /** The tests so far. */
    experiments: (): Experiment[] =>
      [...tested.values()].flatMap((own) => [...own.values()].map(({ experiment }) => experiment)),
  };
}

function toPolicyExperiment({ kind, flowId, stepId, variants }: Experiment): PolicyExperiment {
  return { email: `${flowId}/${stepId}`, kind, variants: variants.map(({ variant }) => variant) };
}

const ownOnly = (variants: readonly VariantShare[]): VariantShare[] =>
  variants.map(({ variant, text }) => ({ variant, text, share: variant === OWN_VARIANT ? 1 : 0 }));

const subjectShares = (subjects: readonly string[]): readonly VariantShare[] =>
  subjects
    .slice(1)
    .reduce<readonly VariantShare[]>(
      (shares, text) => withSubject(shares, text) ?? shares,
      MERCHANT_SETTING,
    );

function testOn(
  email: string,
  kind: EmailKind,
  variants: readonly VariantShare[],
  sinceDay: number,
): TestedEmail {
  const [flowId, stepId] = email.split("/");
  return {
    experiment: {
      ...{ kind, flowId: flowId ?? null, stepId: stepId ?? null, variants, isHeld: false },
    },
    ...{ sinceDay, approvedFrom: Infinity, proposed: null },
  };
}
