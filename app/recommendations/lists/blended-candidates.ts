import type { Reason, ScorePart, ScoreSource } from "../recommendation";
import { MIN_BEST_SELLER_BUYERS, type Recommender } from "../recommender";
import {
  gatherCandidates,
  partsOf,
  sumOf,
  type BlendedList,
  type Candidates,
  type ModelAsk,
} from "./blend";
import type { Candidate } from "./candidate";
import { alwaysFor, asksFor, type ListBasis } from "./model-asks";
import { sharedReason, similarReason } from "./neighbour-reason";

interface BlendAsk {
  readonly recommender: Recommender;
  readonly fitted: NonNullable<Recommender["fitted"]>;
  readonly accepts: (productId: string) => boolean;
  readonly now: Date;
}

/** How long a product is new, days. */
const NEW_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Ranks a list by all of its models at once. The reason is what sets a candidate apart most: where a
 * model adds more than to the others, of all that one may say. Empty where only popularity speaks: that is what the
 * best sellers are for.
 */
export function blendedCandidates(
  list: BlendedList,
  basis: ListBasis,
  { recommender, fitted, accepts, now }: BlendAsk,
): Candidate[] {
  const { productIds } = fitted.models;
  const asks = asksFor(list, fitted.sorted, basis);
  const isAccepted = (index: number) => accepts(productIds[index] ?? "");
  const always = alwaysFor(list, basis);
  const gathered = gatherCandidates(asks, always, isAccepted, recommender.scratch);
  if (!isPersonal(gathered, asks)) return [];

  const { weights } = fitted.choices[list];
  const rows = gathered.products.map((product, row) => ({
    product,
    parts: partsOf(gathered, row, weights),
  }));
  const usual = meanParts(rows.map(({ parts }) => parts));
  return rows
    .map(({ product, parts }) => ({
      product,
      productId: productIds[product] ?? "",
      score: sumOf(parts),
      parts,
      explain: () => {
        for (const source of bySetApart(list, parts, usual)) {
          const ask = asks.find((it) => it.source === source);
          const reason = ask && reasonBy(ask, product, { list, basis, recommender, fitted });
          if (reason) return { reason, modelKind: source };
        }
        return plainReason(productIds[product] ?? "", recommender, now);
      },
    }))
    .sort((a, b) => b.score - a.score || a.product - b.product);
}

/** What each source adds to a candidate of this list on average. */
function meanParts(
  candidates: readonly (readonly ScorePart[])[],
): ReadonlyMap<ScoreSource, number> {
  const means = new Map<ScoreSource, number>();
  for (const { source, score } of candidates.flat()) {
    means.set(source, (means.get(source) ?? 0) + score / candidates.length);
  }
  return means;
}

/** Whether anything is known of this profile or trigger: popularity alone is for the best sellers. */
function isPersonal({ shares, width }: Candidates, asks: readonly ModelAsk[]): boolean {
  const speaks = asks.map(
    (ask) => ask.source.startsWith("own_") || (ask.proposes && "neighbours" in ask),
  );
  return shares.some((share, at) => share > 0 && speaks[at % width]);
}

/** Sources that say the same to a person: what sells and what rises, what customers alike bought. */
const WHAT_SELLS: readonly ScoreSource[] = ["popularity", "trend"];
const FAMILIES: readonly (readonly ScoreSource[])[] = [
  ["item_knn", "rp3_beta"],
  ["next_order"],
  ["content"],
  WHAT_SELLS,
  ["own_frequency", "own_recency", "repeat_rate"],
];

/**
 * Sources by how far they set a candidate apart from the usual one, those of a family together. In a
 * list that promises more than that, what sells is said last.
 */
function bySetApart(
  list: BlendedList,
  parts: readonly ScorePart[],
  usual: ReadonlyMap<ScoreSource, number>,
): ScoreSource[] {
  const apart = (source: ScoreSource) =>
    (parts.find((it) => it.source === source)?.score ?? 0) - (usual.get(source) ?? 0);
  const apartOf = (family: readonly ScoreSource[]) =>
    family === WHAT_SELLS && list !== "new_for_you"
      ? -Infinity
      : family.reduce((sum, source) => sum + apart(source), 0);
  return FAMILIES.toSorted((a, b) => apartOf(b) - apartOf(a)).flatMap((family) =>
    family.toSorted((a, b) => apart(b) - apart(a)),
  );
}

interface ReasonContext {
  readonly list: BlendedList;
  readonly basis: ListBasis;
  readonly recommender: Recommender;
  readonly fitted: NonNullable<Recommender["fitted"]>;
}

/** What a model says in words; `null` when it has nothing that one may say. */
function reasonBy(
  ask: ModelAsk,
  product: number,
  { list, basis, recommender, fitted }: ReasonContext,
): Reason | null {
  const { models } = fitted;
  if ("neighbours" in ask) {
    if (ask.source === "content") return similarReason({ ...ask, product }, recommender);
    const kindOf = (because: number) => {
      if (ask.source === "next_order") return "chosen_next";
      if (list === "goes_with") return "goes_with";
      return basis.history.own.has(because) ? "because_you_bought" : "because_you_looked_at";
    };
    return sharedReason({ ...ask, product }, kindOf, recommender);
  }
  if (ask.source === "popularity" || ask.source === "trend") {
    const buyers = models.recentBuyers[product] ?? 0;
    return buyers < MIN_BEST_SELLER_BUYERS
      ? null
      : { kind: "popular", buyers, windowDays: models.windowDays };
  }
  const own = basis.history.own.get(product);
  const againRate = models.repeatRates[product] ?? 0;
  return own ? { kind: "bought_before", orders: own.orders, againRate } : null;
}

/** What can be said of any product. */
export function plainReason(
  productId: string,
  { products }: Recommender,
  now: Date,
): { readonly reason: Reason; readonly modelKind: ScoreSource } {
  const product = products.get(productId);
  const isNew = product && now.getTime() - product.since.getTime() <= NEW_DAYS * DAY_MS;
  return {
    reason: isNew
      ? { kind: "newest" }
      : { kind: "discovery", productType: product?.productType ?? "" },
    modelKind: "catalogue",
  };
}
