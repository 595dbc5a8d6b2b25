import { unitHash } from "~/experiments/draw-arm";
import { FEWEST_PEOPLE, judgeRollout, TRIED_SHARE } from "~/experiments/frequency/rollout";
import { HOURS } from "~/ml/customers/hour-rates";
import {
  FREQUENCY_GROUPS,
  frequencyGroupOf,
  trainMailHabits,
} from "~/predictions/models/mail-habits";
import { NO_LEARNED_LIMIT, scoreTolerance } from "~/predictions/scores/mail-scores";
import type { Automation } from "./live-shop";
import { BEGAN_MS, DAY_MS, type Person } from "./person";

/** What became of a shop's learned limits. */
export interface Rollout {
  /** Day on which they began; null: never. */
  beganOn: number | null;
  /** Why they were taken back; null: they were not. */
  revertedBy: ReturnType<typeof judgeRollout>["rule"];
}

/** What was seen of somebody up to last night. */
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

/** Hours are not simulated. */
const NO_HOURS = { responses: [], exposures: [], segmentOf: [], segments: 1 };

/**
 * The product's learned limits, gathered in memory as its jobs gather them from the database: fitted and scored each
 * night, begun with a share of the customers once somebody is found to bear less than the cap, compared each day
 * with the control, and taken back by what `judgeRollout` says. Nobody approves more than the share.
 */
export function learnFrequency(
  seed: number,
  capPer7Days: number,
): Automation & { rollout: Rollout } {
  const rollout: Rollout = { beganOn: null, revertedBy: null };
  const seen = new Map<Person, Seen>();
  const capOf = new Map<Person, number>();
  const netAtStart = new Map<Person, number>();
  const emails = Object.values(FREQUENCY_GROUPS).map(() => 0);
  const lost = [...emails];
  const isTreated = ({ profileId }: Person) => unitHash(`${seed}|${profileId}`) < TRIED_SHARE;

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

  /** @returns how many bear fewer than the merchant's cap */
  function score(people: readonly Person[]): number {
    const sent = emails.reduce((sum, count) => sum + count, 0);
    const losses = { emails, lost };
    const trained = trainMailHabits({ persons: NO_HOURS, losses, mails: sent, answered: 0 });
    capOf.clear();
    for (const person of people) {
      const { group, emails: exposed } = seen.get(person) ?? NOTHING_SEEN;
      const exposures = new Float64Array(HOURS);
      exposures[0] = exposed;
      const reactions = { groupOf: Int32Array.of(group), exposures };
      const tolerance = scoreTolerance(reactions, 0, { mail_habits: trained });
      if (!tolerance || tolerance.grade === "D") continue;
      if (tolerance.mailsPer28Days >= NO_LEARNED_LIMIT) continue;
      capOf.set(person, Math.max(1, Math.floor(tolerance.mailsPer28Days / 4)));
    }
    return [...capOf.values()].filter((cap) => cap < capPer7Days).length;
  }

  function totalsOf(ofTreated: boolean) {
    const earned = [...netAtStart]
      .filter(([person]) => isTreated(person) === ofTreated)
      .map(([person, before]) => person.netMinor - before);
    const sumOf = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0);
    const sumOfSquares = sumOf(earned.map((it) => it ** 2));
    return { people: earned.length, sum: sumOf(earned), sumOfSquares };
  }

  return {
    rollout,
    learn(people, day) {
      const now = new Date(BEGAN_MS + day * DAY_MS);
      for (const person of people) see(person, now);
      const below = score(people);
      const mailed = people.filter(({ sentAt }) => sentAt.length > 0);
      if (rollout.beganOn === null) {
        if (below === 0 || mailed.length < FEWEST_PEOPLE) return;
        rollout.beganOn = day;
        for (const person of mailed) netAtStart.set(person, person.netMinor);
      } else if (rollout.revertedBy === null) {
        const days = day - rollout.beganOn;
        rollout.revertedBy = judgeRollout(totalsOf(false), totalsOf(true), days).rule;
      }
    },
    factsFor(person) {
      const isOn = rollout.beganOn !== null && rollout.revertedBy === null && isTreated(person);
      return isOn ? { learnedCap: capOf.get(person) ?? null } : {};
    },
  };
}

const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms));
