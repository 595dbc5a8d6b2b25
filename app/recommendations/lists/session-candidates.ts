import { explainByNeighbors } from "~/ml/neighbors/product-neighbors";
import { gatherCandidates, scoresOf, toScoreParts } from "../blend";
import { weighViews, sessionQueries } from "../sessions/session-queries";
import type { PreparedSessions } from "../sessions/session-model";
import type { Recommender } from "../models/recommender";
import type { Candidate } from "./candidate";

interface SessionRequest {
  readonly recommender: Recommender;
  readonly sessions: PreparedSessions;
  /** Product ids of the visit, the latest last. */
  readonly viewed: readonly string[];
  readonly accepts: (productId: string) => boolean;
  /** Maximum number of candidates. */
  readonly limit: number;
}

/**
 * Ranks the products that other visitors viewed next, by their whole visits and by direct transitions. The reason is
 * the viewed product that leads to a candidate most directly, else the latest one. Empty if the models know none of the
 * viewed products.
 */
export function sessionCandidates({
  recommender,
  sessions,
  viewed,
  accepts,
  limit,
}: SessionRequest): Candidate[] {
  const { model, knn, views, indices, scratch } = sessions;
  const known = viewed.flatMap((id) => indices.get(id) ?? []);
  if (known.length === 0) return [];
  const { productIds, transitions, settings, weights } = model;
  const queries = sessionQueries({ knn, transitions, views, settings }, known);
  const isAccepted = (index: number) => accepts(productIds[index] ?? "");
  const gathered = gatherCandidates(queries, [], isAccepted, scratch);

  const scores = scoresOf(gathered, weights);
  const rows = Int32Array.from(scores.keys())
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .subarray(0, limit);
  return Array.from(rows, (row): Candidate => {
    const product = gathered.products[row] ?? -1;
    return {
      productId: productIds[product] ?? "",
      score: scores[row] ?? 0,
      parts: toScoreParts(gathered, row, weights),
      explain: () => explainBySession(product, known, { recommender, sessions }),
    };
  });
}

function explainBySession(
  product: number,
  known: readonly number[],
  { recommender, sessions }: Pick<SessionRequest, "recommender" | "sessions">,
): ReturnType<Candidate["explain"]> {
  const { transitions, settings, productIds } = sessions.model;
  const terms = explainByNeighbors(transitions, weighViews(known, settings.halfLifeSteps), product);
  const [main] = terms.toSorted((a, b) => b.score - a.score);
  const productId = productIds[main?.product ?? known.at(-1) ?? -1] ?? "";
  const title = recommender.products.get(productId)?.title ?? null;
  return {
    reason: { kind: "because_you_looked_at", productId, title },
    modelKind: main ? "viewed_next" : "session_knn",
  };
}
