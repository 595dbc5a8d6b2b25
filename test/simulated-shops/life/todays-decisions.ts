import { drawTime } from "~/experiments/optimization/draw-hours.server";
import {
  BEST_HOUR,
  OWN_VARIANT,
  RANDOM_HOUR,
  type ExperimentKind,
} from "~/experiments/optimization/experiment";
import { MIN_LIFE_HOURS, MIN_USEFUL_MS } from "~/experiments/optimization/trial-limits";
import { nextHour } from "~/flows/time/wall-clock";
import { HOURS } from "~/ml/customers/hour-rates";
import { frequencyGroupOf } from "~/predictions/history/email-habits";
import { SHOP } from "../../support/builders";
import { optionsOf } from "../laws/content-law";
import type { DecisionShop } from "../laws/decision-shop";
import { AUTOMATION_OFF, type Automation } from "./automation";
import { learnBestHours } from "./best-hours";
import { chooseCampaignDiscounts } from "./campaign-discounts";
import { learnCampaignHour } from "./campaign-hour";
import { runEmailPolicy } from "./email-policy";
import { learnFrequency } from "./learned-frequency";
import type { Person, PlannedMessage } from "./person";
import { dayOf, HOUR_MS } from "./times";

type Variants = Partial<Record<ExperimentKind, string>>;

/**
 * The product's decisions: one policy for the content and hour of each flow email, with the best hour of each customer,
 * the email frequency, the discount of each customer in campaigns that have one, and the hour of campaigns, for which the
 * merchant takes the suggested one. The flows of these shops have no discount, and their campaigns' content stays as the
 * merchant has it.
 */
export function decideAsToday(law: DecisionShop, capPer7Days: number): Automation {
  const frequency = learnFrequency(law.seed, capPer7Days);
  const policy = runEmailPolicy(law.seed, (email) => optionsOf(law.choices.content, email).subject);
  const hours = learnBestHours();
  const discounts = chooseCampaignDiscounts(law);
  const campaignHour = learnCampaignHour(law);
  const drawnOf = new WeakMap<PlannedMessage, Variants>();

  /** When a message that can wait would leave at its recipient's best hour; null: it cannot. */
  function bestTimeOf(person: Person, { plannedMs, expiresAt }: PlannedMessage): number | null {
    if (expiresAt.getTime() - plannedMs < MIN_LIFE_HOURS * HOUR_MS) return null;
    const hour = hours.hourFor(person);
    if (hour === null) return null;
    const atMs = nextHour(new Date(plannedMs), hour, "UTC").getTime();
    return isUseful(atMs, expiresAt) ? atMs : null;
  }

  function draw(
    person: Person,
    planned: PlannedMessage,
    kind: Exclude<ExperimentKind, "frequency">,
    atMs: number,
  ): string | null {
    const drawn = policy.draw(
      ...([planned.email, kind, messageIdOf(person, planned), groupOf(person, atMs)] as const),
    );
    const variant = drawn?.variant ?? null;
    if (variant !== null) drawnOf.set(planned, { ...drawnOf.get(planned), [kind]: variant });
    return variant;
  }

  return {
    ...AUTOMATION_OFF,
    factsFor: frequency.factsFor,
    leavesAt(person, planned) {
      const { plannedMs, expiresAt } = planned;
      if (!planned.enrollment) return campaignHour.leavesAt(plannedMs);
      const bestMs = bestTimeOf(person, planned);
      policy.plan(planned.email, dayOf(plannedMs), bestMs !== null);
      if (bestMs === null) return plannedMs;
      const drawn = draw(person, planned, "hour", plannedMs);
      if (drawn === BEST_HOUR) return bestMs;
      if (drawn !== RANDOM_HOUR) return plannedMs;
      const times = Array.from({ length: HOURS }, (_, hour) =>
        nextHour(new Date(plannedMs), hour, "UTC"),
      ).filter((at) => isUseful(at.getTime(), expiresAt));
      return (
        drawTime(SHOP, `${law.seed}/${messageIdOf(person, planned)}`, times)?.getTime() ?? plannedMs
      );
    },
    chooseFor(person, planned, atMs) {
      const own = AUTOMATION_OFF.chooseFor(person, planned, atMs);
      if (!planned.enrollment) {
        if (own.offerPercent === 0) return own;
        const group = groupOf(person, atMs);
        const offerPercent = discounts.draw(person, planned.email, own.offerPercent, group, atMs);
        return { ...own, offerPercent };
      }
      const of = (kind: "subject" | "products" | "layout") =>
        draw(person, planned, kind, atMs) ?? OWN_VARIANT;
      return {
        ...own,
        content: { subject: of("subject"), list: of("products"), layout: of("layout") },
      };
    },
    notice(person, answer) {
      frequency.notice(person, answer);
      const { planned, atMs, hasClicked, hasLeft } = answer;
      hours.notice(person, atMs, hasClicked);
      if (hasClicked) campaignHour.click(person, atMs);
      if (!planned.enrollment) {
        if (hasClicked) discounts.click(person, planned.email, atMs);
        return;
      }
      policy.count({
        ...{ person, atMs, email: planned.email, group: groupOf(person, atMs) },
        ...{ variants: drawnOf.get(planned) ?? {}, hasClicked, hasLeft },
      });
    },
    noticeOrder(person, order) {
      frequency.noticeOrder(person, order);
      policy.order(person, order);
      discounts.order(person, order);
      campaignHour.order(person, order.atMs);
    },
    learn(people, day) {
      frequency.learn(people, day);
      hours.learn(day);
      policy.learn(day);
      discounts.learn(day);
      campaignHour.learn();
    },
  };
}

const isUseful = (atMs: number, expiresAt: Date) => atMs + MIN_USEFUL_MS < expiresAt.getTime();

const groupOf = ({ lastEngagedMs, firstSentMs }: Person, atMs: number) =>
  frequencyGroupOf(dateOf(lastEngagedMs), dateOf(firstSentMs), new Date(atMs));
const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms));

const messageIdOf = ({ profileId }: Person, { email, plannedMs }: PlannedMessage) =>
  `${profileId}/${email}/${plannedMs}`;
