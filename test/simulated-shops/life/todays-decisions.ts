import { BEST_HOUR, OWN_VARIANT } from "~/experiments/optimization/experiment";
import { MIN_LIFE_HOURS, MIN_USEFUL_MS } from "~/experiments/optimization/trial-limits";
import { nextHour } from "~/flows/time/wall-clock";
import { optionsOf } from "../laws/content-law";
import type { DecisionShop } from "../laws/decision-shop";
import { AUTOMATION_OFF, type Automation } from "./automation";
import { learnBestHours } from "./best-hours";
import { runEmailExperiments } from "./email-experiments";
import { learnFrequency } from "./learned-frequency";
import type { Person, PlannedMessage } from "./person";
import { dayOf, HOUR_MS } from "./times";

/** What was drawn for a message when it was planned: whether it waits for the best hour; null: it could not. */
type DrawnHours = WeakMap<PlannedMessage, string | null>;

/**
 * The product's separate decisions: experiments on each flow email, the best hour of each customer, and the email
 * frequency. Campaigns and offers stay as the merchant has them.
 */
export function decideAsToday(law: DecisionShop, capPer7Days: number): Automation {
  const frequency = learnFrequency(law.seed, capPer7Days);
  const experiments = runEmailExperiments(
    law.seed,
    (email) => optionsOf(law.choices.content, email).subject,
  );
  const hours = learnBestHours();
  const hourOfMessage: DrawnHours = new WeakMap();

  /** When a message that can wait would leave at its recipient's best hour; null: it cannot. */
  function bestTimeOf(person: Person, { plannedMs, expiresAt }: PlannedMessage): number | null {
    if (expiresAt.getTime() - plannedMs < MIN_LIFE_HOURS * HOUR_MS) return null;
    const hour = hours.hourFor(person);
    if (hour === null) return null;
    const atMs = nextHour(new Date(plannedMs), hour, "UTC").getTime();
    return atMs + MIN_USEFUL_MS < expiresAt.getTime() ? atMs : null;
  }

  return {
    ...AUTOMATION_OFF,
    factsFor: frequency.factsFor,
    leavesAt(person, planned) {
      if (!planned.enrollment) return planned.plannedMs;
      const bestMs = bestTimeOf(person, planned);
      if (bestMs === null) return planned.plannedMs;
      const drawn = experiments.draw(planned.email, "hour", messageIdOf(person, planned));
      hourOfMessage.set(planned, drawn);
      return drawn === BEST_HOUR ? bestMs : planned.plannedMs;
    },
    chooseFor(person, planned, atMs) {
      const own = AUTOMATION_OFF.chooseFor(person, planned, atMs);
      if (!planned.enrollment) return own;
      const draw = (kind: "subject" | "products" | "layout") =>
        experiments.draw(planned.email, kind, messageIdOf(person, planned)) ?? OWN_VARIANT;
      return {
        ...own,
        content: { subject: draw("subject"), list: draw("products"), layout: draw("layout") },
      };
    },
    notice(person, answer) {
      frequency.notice(person, answer);
      const { planned, atMs, hasClicked, chosen } = answer;
      hours.notice(person, atMs, hasClicked);
      if (!planned.enrollment) return;
      const { subject, list, layout } = chosen.content;
      const hour = hourOfMessage.get(planned);
      experiments.count(
        planned.email,
        {
          profileId: person.profileId,
          day: dayOf(atMs),
          hasClicked,
          isMovable: hourOfMessage.has(planned),
        },
        new Map([
          ...([
            ["subject", subject],
            ["products", list],
            ["layout", layout],
          ] as const),
          ...(hour ? ([["hour", hour]] as const) : []),
        ]),
      );
    },
    learn(people, day) {
      frequency.learn(people, day);
      hours.learn(day);
      experiments.learn(day);
    },
  };
}

const messageIdOf = ({ profileId }: Person, { email, plannedMs }: PlannedMessage) =>
  `${profileId}/${email}/${plannedMs}`;
