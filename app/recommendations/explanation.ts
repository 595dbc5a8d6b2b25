import type { ListSource, RecommendationList, ScoreSource } from "./recommendation";

/** The customer, product or cart to explain recommendations for. */
export type ExplainedSubject =
  | { readonly profileId: string }
  | { readonly productId: string }
  | { readonly cartProductIds: readonly string[] };

/** One source's part of a score, as text. */
export interface ExplainedPart {
  readonly source: ScoreSource;
  /** "Bought by the same customers" */
  readonly label: string;
  /** The parts of a pick add up to its score. Negative if the source reduces it. */
  readonly score: number;
}

export interface ExplainedPick {
  readonly productId: string;
  readonly title: string;
  readonly vendor: string;
  readonly imageUrl: string | null;
  readonly priceMinor: number | null;
  readonly score: number;
  /** Largest first. */
  readonly parts: readonly ExplainedPart[];
  /** The reason as shown in an email. */
  readonly reason: string;
  readonly isPinned: boolean;
}

export interface ExplainedList {
  readonly list: RecommendationList;
  /** The source of the products; `null` when there are none. */
  readonly source: ListSource | null;
  readonly picks: readonly ExplainedPick[];
}

/** A contender's result on the shop's own last weeks. */
interface MeasuredContender {
  readonly name: string;
  /** "Blend of all models" */
  readonly label: string;
  /** Rank-weighted hits among the first ten, in [0, 1]. */
  readonly ndcg10: number;
  /** Share of customers who bought one of the first ten, in [0, 1]. */
  readonly hitRate10: number;
}

/** How a list's ranking was chosen. */
export interface ExplainedChoice {
  readonly list: RecommendationList;
  /** The contender in use. */
  readonly chosen: string;
  /** Number of customers in the evaluation; 0 if there were too few. */
  readonly customers: number;
  readonly contenders: readonly MeasuredContender[];
  /** The weights in use, largest first. */
  readonly weights: readonly {
    readonly source: ScoreSource;
    readonly label: string;
    readonly share: number;
    readonly log: number;
  }[];
  /** Why this contender is used, as text. */
  readonly words: string;
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
    /** Why these models are used although a newer fit exists; `null` for the newest. */
    readonly retainedBecause: string | null;
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
    readonly profileId: string;
    readonly list: RecommendationList;
    readonly before: readonly string[];
    readonly after: readonly string[];
  }[];
}
