import type { ProfileId } from "~/lib/profile-id";
import type { BlendedList } from "~/recommendations/blend";
import type { ListChoice } from "~/recommendations/models/list-choice";
import type {
  ListSource,
  Reason,
  RecommendationList,
  ScorePart,
} from "~/recommendations/recommendation";

/** The customer, product or cart to explain recommendations for. */
export type ExplainedSubject =
  | { readonly profileId: ProfileId }
  | { readonly productId: string }
  | { readonly cartProductIds: readonly string[] };

export interface ExplainedPick {
  readonly productId: string;
  readonly title: string;
  readonly vendor: string;
  readonly imageUrl: string | null;
  readonly priceMinor: number | null;
  readonly score: number;
  /** Largest first. They add up to the score, and are negative if they reduce it. */
  readonly parts: readonly ScorePart[];
  readonly reason: Reason;
}

export interface ExplainedList {
  readonly list: RecommendationList;
  /** The source of the products; `null` when there are none. */
  readonly source: ListSource | null;
  readonly picks: readonly ExplainedPick[];
}

/** How a list's ranking was chosen; the weights largest first. */
export interface ExplainedChoice extends Pick<
  ListChoice,
  "chosen" | "customers" | "windowDays" | "contenders" | "weights" | "similar" | "visits"
> {
  readonly list: BlendedList;
}

export interface RecommendationsExplained {
  readonly lists: readonly ExplainedList[];
  /** `null` before the first fit. */
  readonly models: {
    readonly version: number;
    readonly trainedAt: Date;
    readonly customers: number;
    readonly products: number;
    readonly choices: readonly ExplainedChoice[];
    /** The lists that a newer, unused fit ranks worse; `null` for the newest fit. */
    readonly worseLists: readonly BlendedList[] | null;
  } | null;
  readonly coverage: {
    /** Products that may be offered now. */
    readonly offerable: number;
    /** The number of them that the models can recommend. */
    readonly reachable: number;
  };
}

/** The effect of unsaved rules on a sample of the shop's customers. */
export interface RulesPreviewData {
  /** Sampled customers, and those whose picks would change. */
  readonly customers: number;
  readonly changed: number;
  /** Products that would appear in more or fewer lists, largest change first. */
  readonly products: readonly {
    readonly productId: string;
    readonly title: string;
    readonly before: number;
    readonly after: number;
  }[];
  /** Some of the changed lists, in full. */
  readonly examples: readonly {
    readonly profileId: ProfileId;
    readonly list: RecommendationList;
    readonly before: readonly string[];
    readonly after: readonly string[];
  }[];
}
