import type { ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import { fitTransitions } from "~/ml/neighbors/transitions";
import { indexSessions, type SessionKnn, type Sessions } from "~/ml/neighbors/session-knn";
import { createBlendScratch, type BlendScratch, type BlendWeights } from "../blend";

/** Settings of both models, chosen in the training of each shop. */
export interface SessionSettings {
  readonly stepDecay: number;
  readonly backward: number;
  readonly asymmetry: number;
  readonly shrinkage: number;
  /** Half-life, in views before the latest, of a viewed product's weight for the transitions. */
  readonly halfLifeSteps: number;
  readonly neighbors: number;
  readonly lengthPower: number;
  readonly itemHalfLife: number;
  /** As a share of the number of past visits; 0 for visits that do not age. */
  readonly sessionHalfLife: number;
  /** In views; 0 for votes that do not decay. */
  readonly voteHalfLife: number;
  readonly voteBackward: number;
}

/** What past visits teach about the next product of a visit. An index is a position in `productIds`. */
export interface SessionModel {
  readonly trainedAt: Date;
  readonly productIds: readonly string[];
  /** Oldest first. */
  readonly sessions: Sessions;
  /** Which product is viewed after which. */
  readonly transitions: ProductNeighbors;
  readonly settings: SessionSettings;
  readonly weights: BlendWeights;
}

/** Followers per product, and the views between the two at most. */
const FOLLOWERS = { k: 100, maxSteps: 6 } as const;
/** Maximum number of a product's latest visits to use, which bounds the response time. */
const SESSIONS_PER_PRODUCT = 2_500;

export function fitViewedNext(
  sessions: Sessions,
  products: number,
  { stepDecay, backward, asymmetry, shrinkage }: SessionSettings,
): ProductNeighbors {
  const options = { ...FOLLOWERS, stepDecay, backward, asymmetry, shrinkage };
  return fitTransitions(sessions, products, options);
}

export function indexVisits(
  sessions: Sessions,
  products: number,
  { sessionHalfLife, ...settings }: SessionSettings,
): SessionKnn {
  const options = {
    neighbors: settings.neighbors,
    lengthPower: settings.lengthPower,
    itemHalfLife: settings.itemHalfLife,
    sessionHalfLife: orNever(sessionHalfLife * sessions.ages.length),
    voteHalfLife: orNever(settings.voteHalfLife),
    voteBackward: settings.voteBackward,
    inverseFrequency: true,
  };
  return indexSessions(sessions, products, options, SESSIONS_PER_PRODUCT);
}

/** JSON has no infinity, so settings say 0. */
const orNever = (halfLife: number) => (halfLife > 0 ? halfLife : Infinity);

/** Views of each product. */
export function countViews(sessions: Sessions, products: number): Float64Array {
  const views = new Float64Array(products);
  for (const item of sessions.items) views[item] = (views[item] ?? 0) + 1;
  return views;
}

/** A model that can rank, with memory that its rankings reuse. */
export interface PreparedSessions {
  readonly model: SessionModel;
  readonly version: number;
  readonly knn: SessionKnn;
  readonly views: Float64Array;
  /** Product id → index. */
  readonly indices: ReadonlyMap<string, number>;
  readonly scratch: BlendScratch;
}

/** Cost: O(views + products). */
export function prepareSessions(model: SessionModel, version: number): PreparedSessions {
  const products = model.productIds.length;
  return {
    model,
    version,
    knn: indexVisits(model.sessions, products, model.settings),
    views: countViews(model.sessions, products),
    indices: new Map(model.productIds.map((id, index) => [id, index])),
    scratch: createBlendScratch(products),
  };
}
