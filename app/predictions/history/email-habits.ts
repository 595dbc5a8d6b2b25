import { fitBestHour, type BestHourModel, type PersonHours } from "~/ml/customers/best-hour";
import {
  fitUnsubscribeHazard,
  type HazardCounts,
  type UnsubscribeHazard,
} from "~/ml/customers/unsubscribe-hazard";
import { NOT_EVALUATED, type Quality } from "../quality";

/** When a shop's customers respond to email, and how often they accept it. Plain values. */
export interface EmailHabits {
  readonly hours: BestHourModel;
  readonly hazard: UnsubscribeHazard;
  /** Minimum number of unsubscribes for fitting the hazard. */
  readonly lost: number;
}

/** Outcomes of sent emails. Segments are those of `segmentOf`. */
export interface EmailHistory {
  /** People who got an email, up to the sample size. */
  readonly persons: PersonHours;
  /** Emails and unsubscribes, by the groups of `frequencyGroupOf`. */
  readonly losses: HazardCounts;
  readonly emails: number;
  readonly answered: number;
}

/** Each profile's responses to its emails; one row per profile. */
export interface EmailReactions {
  readonly segmentOf: Int32Array;
  /** The current group by `frequencyGroupOf`. */
  readonly groupOf: Int32Array;
  /** Profiles × 24, by the hour of sending in the shop's time zone. */
  readonly exposures: Float64Array;
  readonly responses: Float64Array;
}

/** Segments by email behavior: never ordered, ordered recently, ordered long ago. */
export const EMAIL_SEGMENTS = 3;
const LATELY_DAYS = 180;

/** The segment's number in the models. */
export function segmentOf(lastOrderAt: Date | null, now: Date): number {
  if (lastOrderAt === null) return 0;
  return now.getTime() - lastOrderAt.getTime() <= LATELY_DAYS * 86_400_000 ? 1 : 2;
}

/** Groups by email tolerance: recently active, new, others. */
export const FREQUENCY_GROUPS = { engaged: 0, new: 1, quiet: 2 } as const;
export const ENGAGED_DAYS = 90;
export const NEW_DAYS = 30;

/** A person's group at an instant, by clicks, orders and time since the first email. */
export function frequencyGroupOf(
  engagedAt: Date | null,
  firstEmailAt: Date | null,
  at: Date,
): number {
  const since = (days: number) => new Date(at.getTime() - days * 86_400_000);
  if (engagedAt !== null && engagedAt > since(ENGAGED_DAYS)) return FREQUENCY_GROUPS.engaged;
  if (firstEmailAt === null || firstEmailAt > since(NEW_DAYS)) return FREQUENCY_GROUPS.new;
  return FREQUENCY_GROUPS.quiet;
}

/** Minimum number of responses to find a best hour. */
const MIN_ANSWERS = 100;
/** With fewer unsubscribes nothing is concluded. */
const MIN_UNSUBSCRIBES = 30;

/** Whether the shop has enough unsubscribes to learn the ideal frequency. */
export function isToleranceLearned({ lost }: Pick<EmailHabits, "lost">): boolean {
  return lost >= MIN_UNSUBSCRIBES;
}

/** Fits both, each shrunk toward the defaults. */
export function trainEmailHabits({ persons, losses, emails, answered }: EmailHistory): {
  readonly model: EmailHabits;
  readonly quality: Quality;
} {
  return {
    model: {
      hours: fitBestHour(persons),
      hazard: fitUnsubscribeHazard(losses),
      lost: Array.from(losses.lost).reduce((sum, lost) => sum + lost, 0),
    },
    quality: {
      ...NOT_EVALUATED,
      source: emails > 0 ? "shop" : "prior",
      customers: persons.segmentOf.length,
      missing:
        emails === 0
          ? { what: "emails", have: 0, need: 1 }
          : answered < MIN_ANSWERS
            ? { what: "clicks", have: answered, need: MIN_ANSWERS }
            : null,
    },
  };
}
