import { type ProductNeighbors, type ProductWeights } from "~/ml/neighbors/product-neighbors";
import { scoreBySessionKnn, type SessionKnn } from "~/ml/neighbors/session-knn";
import type { ModelQuery } from "../blend";
import type { ScoreSource } from "../recommendation";
import type { SessionSettings } from "./session-model";

/** The sources of a list by session, in the order of its weights. */
export const SESSION_SOURCES = [
  "session_knn",
  "viewed_next",
  "viewed_before",
  "views",
] as const satisfies readonly ScoreSource[];

interface SessionModels {
  readonly knn: SessionKnn;
  readonly transitions: ProductNeighbors;
  readonly views: Float64Array;
  readonly settings: Pick<SessionSettings, "halfLifeSteps">;
}

/**
 * The query of each model for a visit, in the order of `SESSION_SOURCES`. Products that the visit has viewed count
 * once more with a weight of their own: past visits score the latest view highest, but few views repeat it.
 *
 * @param viewed indices, the latest last
 */
export function sessionQueries(
  { knn, transitions, views, settings }: SessionModels,
  viewed: readonly number[],
): ModelQuery[] {
  const recency = new Map(viewed.map((product, n) => [product, 1 / (viewed.length - n)]));
  return [
    {
      source: "session_knn",
      proposes: true,
      scoreInto: (into) =>
        scoreBySessionKnn(knn, { items: viewed, steps: [...viewed.keys()] }, into),
    },
    {
      source: "viewed_next",
      proposes: true,
      neighbors: transitions,
      of: weighViews(viewed, settings.halfLifeSteps),
    },
    {
      source: "viewed_before",
      proposes: false,
      scoreOf: (product) => recency.get(product) ?? 0,
      ranked: [],
    },
    {
      source: "views",
      proposes: false,
      scoreOf: (product) => views[product] ?? 0,
      ranked: [],
    },
  ];
}

/** Each viewed product once, with the sum of the weights of its views: 1 for the latest view. */
export function weighViews(viewed: readonly number[], halfLifeSteps: number): ProductWeights {
  const weightOf = new Map<number, number>();
  viewed.forEach((product, n) => {
    const weight = 2 ** (-(viewed.length - 1 - n) / halfLifeSteps);
    weightOf.set(product, (weightOf.get(product) ?? 0) + weight);
  });
  return { products: [...weightOf.keys()], weights: [...weightOf.values()] };
}
