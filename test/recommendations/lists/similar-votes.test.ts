import { describe, expect, test } from "vitest";
import { recommend } from "~/recommendations/lists/recommend";
import { Reason } from "~/recommendations/recommendation";
import {
  aProduct,
  aRecommender,
  aRequest,
  bought,
  customersWithOrders,
  GENERAL_CHOICES,
} from "../builders";

const CATALOG = ["hit", "other", "tray", "spoon", "jar"].map((id, n) =>
  aProduct(id, { title: `${"abcde"[n]} ${id}`, productType: id, vendor: id }),
);
const PURCHASES = [
  ...customersWithOrders("crowd", 40, [["hit"], 20]),
  ...customersWithOrders("others", 20, [["other"], 20]),
  ...customersWithOrders("few", 2, [["tray", "spoon"], 20]),
];
/** A shop whose evaluation gave similar customers this share. */
const recommenderWith = (share: number) =>
  aRecommender(PURCHASES, CATALOG, {
    ...GENERAL_CHOICES,
    new_for_you: {
      ...GENERAL_CHOICES.new_for_you,
      similar: { share, customers: 100, gain: { mean: 0.1, error: 0.01 } },
    },
  });
const VOTES = new Map([
  ["tray", 2],
  ["spoon", 1],
  ["gone", 9],
]);

function picksOf(...[recommender, request]: Parameters<typeof recommend>) {
  const outcome = recommend(recommender, request);
  return outcome.kind === "none" ? [] : outcome.recommendations;
}

describe("votes of similar customers", () => {
  test("rank products for a customer without orders, most votes first", () => {
    const request = aRequest({ votes: VOTES, count: 2 });
    const outcome = recommend(recommenderWith(2), request);
    expect(outcome).toMatchObject({ kind: "recommended", source: "new_for_you" });
    expect(picksOf(recommenderWith(2), request).map(({ productId }) => productId)).toEqual([
      "tray",
      "spoon",
    ]);
    expect(picksOf(recommenderWith(2), aRequest({ count: 2 }))[0]?.productId).toBe("hit");
  });

  test("are a part of the score, which stays the exact sum", () => {
    const picks = picksOf(recommenderWith(2), aRequest({ votes: VOTES, count: 4 }));
    for (const { parts, score } of picks) {
      expect(parts.reduce((sum, part) => sum + part.score, 0)).toBe(score);
    }
    const [first] = picks;
    expect(first?.parts).toContainEqual({ source: "similar_customers", score: 2 });
  });

  test("change no score in a shop whose evaluation found no use in them", () => {
    const history = [bought("hit", 10)];
    const without = picksOf(recommenderWith(0), aRequest({ history, count: 2 }));
    const withVotes = picksOf(recommenderWith(0), aRequest({ history, votes: VOTES, count: 2 }));
    for (const { productId, score } of withVotes) {
      const same = without.find((it) => it.productId === productId);
      if (same) expect(score).toBeCloseTo(same.score, 9);
    }
    expect(withVotes.flatMap(({ parts }) => parts.map(({ source }) => source))).not.toContain(
      "similar_customers",
    );
  });

  test("give no reason that points at the few customers who bought it", () => {
    const [first] = picksOf(recommenderWith(2), aRequest({ votes: VOTES, count: 2 }));
    const reason = Reason.parse(first?.reason);
    expect(reason).toEqual({ kind: "discovery", productType: "tray" });
    expect(first?.modelKind).toBe("catalog");
  });
});
