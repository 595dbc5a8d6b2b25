import {
  FREQUENCY_SCOPE,
  MERCHANT_SETTING,
  drawByShares,
  OWN_VARIANT,
  scopeKey,
  type Experiment,
} from "~/experiments/optimization/experiment";
import { openProposal, type DecisionEvidence } from "~/experiments/optimization/decision-evidence";
import {
  decideFrequency,
  frequencyState,
  type FatigueFacts,
  type FrequencyDecision,
  type FrequencyFacts,
} from "~/experiments/frequency/decide-frequency";
import {
  approvedFrequency,
  capOfVariant,
  drawFrequency,
  type FrequencyApproval,
} from "~/experiments/frequency/frequency-variants";
import { evidenceOfFatigue, excessOf, MAX_EXCESS } from "~/ml/customers/email-fatigue";
import { HOURS } from "~/ml/customers/hour-rates";
import {
  FREQUENCY_GROUPS,
  frequencyGroupOf,
  trainEmailHabits,
} from "~/predictions/history/email-habits";
import { NO_LEARNED_LIMIT } from "~/predictions/email-habit";
import { scoreTolerance } from "~/predictions/scores/email-scores";
import { SENDING_RULES } from "~/delivery/decision/sending-rules";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { AUTOMATION_OFF, type Answer, type Automation, type PlacedOrder } from "./automation";
import type { Person } from "./person";
import { BEGAN_MS, DAY_MS, dayOf, HOUR_MS } from "./times";

/** A change of the email frequency. */
interface Change {
  readonly day: number;
  readonly decidedAt: Date;
  readonly evidence: DecisionEvidence;
  readonly revertedAt: null;
}

/** A customer's history up to last night. */
interface Seen {
  readonly lastSentMs: number;
  readonly hasLeft: boolean;
  readonly group: number;
  readonly emails: number;
}

const NOTHING_SEEN: Seen = {
  lastSentMs: -Infinity,
  hasLeft: false,
  group: FREQUENCY_GROUPS.new,
  emails: 0,
};

const CREDITED_MS =
  SendingSettings.parse({ senderAddress: "hello@kettle.example" }).attributionWindowHours * HOUR_MS;

/** Hours are not simulated. */
const NO_HOURS = { responses: [], exposures: [], segmentOf: [], segments: 1 };

/**
 * The product's frequency rule (`decideFrequency`) with facts collected in memory each night, as its jobs collect
 * them from the database. The merchant approves a proposal a day later.
 *
 * @returns with the changes, oldest first
 */
export function learnFrequency(
  seed: number,
  capPer7Days: number,
): Automation & { readonly changes: readonly Change[] } {
  const changes: Change[] = [];
  let experiment: Experiment = { ...FREQUENCY_SCOPE, variants: MERCHANT_SETTING, isHeld: false };
  const limits = learnLimits(capPer7Days);
  const fatigue = seeFatigue();
  const netAtStart = new Map<Person, number>();
  let approval: FrequencyApproval | null = null;
  const drawKeyOf = ({ profileId }: Person) => `${seed}|${scopeKey(FREQUENCY_SCOPE)}|${profileId}`;
  const armOf = (person: Person) => drawByShares(experiment.variants, drawKeyOf(person)).variant;

  function totals(): FrequencyFacts["totals"] {
    if (experiment.variants === MERCHANT_SETTING) return null;
    const both = { control: emptyVariant(), treated: emptyVariant() };
    for (const [person, before] of netAtStart) {
      const variant = both[armOf(person) === OWN_VARIANT ? "control" : "treated"];
      const net = person.netMinor - before;
      variant.people += 1;
      variant.sum += net;
      variant.sumOfSquares += net ** 2;
    }
    return both;
  }

  function change({ after, evidence, isHeld }: FrequencyDecision, people: Person[], day: number) {
    if (evidence.kind === "tolerance" || evidence.kind === "approved") {
      netAtStart.clear();
      for (const person of people) netAtStart.set(person, person.netMinor);
    }
    const decidedAt = new Date(BEGAN_MS + day * DAY_MS);
    if (evidence.kind === "approved") {
      approval = { approvedAt: decidedAt, before: experiment.variants };
    }
    experiment = { ...experiment, variants: after, isHeld };
    changes.push({ day, decidedAt, evidence, revertedAt: null });
  }

  return {
    ...AUTOMATION_OFF,
    changes,
    notice: fatigue.notice,
    noticeOrder: fatigue.noticeOrder,
    learn(people, day) {
      const now = new Date(BEGAN_MS + day * DAY_MS);
      const emailed = people.filter(({ sentAt }) => sentAt.length > 0);
      const proposed = openProposal(changes.toReversed())?.evidence;
      if (proposed?.kind === "fatigue") {
        const after = approvedFrequency(experiment.variants, proposed);
        change({ after, evidence: { kind: "approved" }, isHeld: experiment.isHeld }, emailed, day);
        return;
      }
      const facts = {
        fatigue: fatigue.facts(day),
        tolerance: limits.learn(people, now),
        people: emailed.length,
        totals: totals(),
      };
      const decision = decideFrequency(
        frequencyState(experiment, changes.toReversed()),
        facts,
        now,
      );
      if (decision !== null) change(decision, emailed, day);
    },
    factsFor(person, { nextMs }) {
      const drawKey = drawKeyOf(person);
      const variant = drawFrequency(experiment.variants, approval, drawKey, new Date(nextMs));
      return { learnedCap: capOfVariant(variant, limits.capOf(person)) };
    },
  };
}

const emptyVariant = () => ({ people: 0, sum: 0, sumOfSquares: 0 });

/** Each customer's learned limit, fitted and scored each night. */
function learnLimits(capPer7Days: number) {
  const seen = new Map<Person, Seen>();
  const caps = new Map<Person, number>();
  const emails = Object.values(FREQUENCY_GROUPS).map(() => 0);
  const lost = [...emails];

  function see(person: Person, now: Date) {
    const before = seen.get(person) ?? NOTHING_SEEN;
    const { sentAt, hasLeft, lastEngagedMs, firstSentMs } = person;
    const fresh = sentAt.filter((at) => at.getTime() > before.lastSentMs).length;
    emails[before.group]! += fresh;
    if (hasLeft && !before.hasLeft) lost[before.group]! += 1;
    seen.set(person, {
      hasLeft,
      lastSentMs: sentAt.at(-1)?.getTime() ?? before.lastSentMs,
      group: frequencyGroupOf(dateOf(lastEngagedMs), dateOf(firstSentMs), now),
      emails: before.emails + fresh,
    });
  }

  return {
    capOf: (person: Person) => caps.get(person) ?? null,
    learn(people: readonly Person[], now: Date): FrequencyFacts["tolerance"] {
      for (const person of people) see(person, now);
      const sent = emails.reduce((sum, count) => sum + count, 0);
      const losses = { emails, lost };
      const trained = trainEmailHabits({ persons: NO_HOURS, losses, emails: sent, answered: 0 });
      caps.clear();
      let scored = 0;
      const lossRates: number[] = [];
      for (const person of people) {
        const { group, emails: exposed } = seen.get(person) ?? NOTHING_SEEN;
        const exposures = new Float64Array(HOURS);
        exposures[0] = exposed;
        const reactions = { groupOf: Int32Array.of(group), exposures };
        const tolerance = scoreTolerance(reactions, 0, { email_habits: trained });
        if (!tolerance || tolerance.grade === "D") continue;
        scored += 1;
        if (tolerance.emailsPer28Days >= NO_LEARNED_LIMIT) continue;
        const cap = Math.max(1, Math.floor(tolerance.emailsPer28Days / 4));
        caps.set(person, cap);
        if (cap < capPer7Days) lossRates.push(tolerance.lossRate);
      }
      const lossRate = lossRates.reduce((sum, it) => sum + it, 0) / Math.max(1, lossRates.length);
      return { customers: lossRates.length, scored, capPer7Days, lossRate };
    },
  };
}

/** As in the store: the delay until responses to an email count. Here responses are immediate. */
const RIPE_DAYS = 2;

/** The store's counts of emails by the number of earlier ones (`fatigue-store.server.ts`). */
function seeFatigue() {
  const clicks = new Map<string, Counted>();
  const leaves = new Map<string, Counted>();
  const people = new Set<string>();
  const unripe: { readonly day: number; readonly counts: () => void }[] = [];
  const clickedMs = new Map<Person, { readonly atMs: number; readonly isLimited: boolean }>();
  let [orders, creditedOrders] = [0, 0];
  let firstDay: number | null = null;
  return {
    noticeOrder(person: Person, { atMs }: PlacedOrder) {
      const clicked = clickedMs.get(person);
      orders += 1;
      // The last click in the attribution window gets the credit.
      if (clicked?.isLimited && clicked.atMs > atMs - CREDITED_MS) creditedOrders += 1;
    },
    notice(person: Person, { atMs, purpose, before, hasClicked, hasLeft }: Answer) {
      if (hasClicked) clickedMs.set(person, { atMs, isLimited: SENDING_RULES[purpose].learnedCap });
      const day = dayOf(atMs);
      firstDay ??= day;
      const { profileId, lastEngagedMs, firstSentMs } = person;
      const group = frequencyGroupOf(dateOf(lastEngagedMs), dateOf(firstSentMs), new Date(atMs));
      unripe.push({
        day,
        counts() {
          people.add(profileId);
          count(clicks, `${purpose} ${profileId}`, before, hasClicked);
          count(leaves, `${purpose} ${group === FREQUENCY_GROUPS.engaged}`, before, hasLeft);
        },
      });
    },
    facts(day: number): FatigueFacts {
      while (unripe[0] && unripe[0].day < day - RIPE_DAYS) unripe.shift()?.counts();
      const strata = [...leaves.values()];
      return {
        ...evidenceOfFatigue([...clicks.values()], strata),
        emails: strata.flatMap(({ emails }) => emails).reduce((sum, it) => sum + it, 0),
        people: people.size,
        ...{ days: firstDay === null ? 0 : day - firstDay, orders, creditedOrders },
      };
    },
  };
}

interface Counted {
  readonly emails: number[];
  readonly answers: number[];
}

function count(strata: Map<string, Counted>, key: string, before: number, isAnswered: boolean) {
  const stratum = strata.get(key) ?? { emails: noCounts(), answers: noCounts() };
  strata.set(key, stratum);
  const excess = excessOf(before);
  stratum.emails[excess]! += 1;
  if (isAnswered) stratum.answers[excess]! += 1;
}

const noCounts = () => Array.from({ length: MAX_EXCESS + 1 }, () => 0);

const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms));
