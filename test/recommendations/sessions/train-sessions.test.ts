import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_INTERESTS } from "~/recommendations/interests/interest";
import { recommend } from "~/recommendations/lists/recommend";
import { prepareRecommender } from "~/recommendations/models/recommender";
import { decodeSessions, encodeSessions } from "~/recommendations/sessions/encode-sessions";
import { collectVisits } from "~/recommendations/sessions/past-visits";
import { prepareSessions } from "~/recommendations/sessions/session-model";
import { trainSessions } from "~/recommendations/sessions/train-sessions";
import { daysAgo, NOW } from "../../support/builders";
import { aProduct, aRequest } from "../builders";

const COLORS = ["red", "green", "blue"];
const WOODS = ["oak", "elm", "ash", "fir", "yew"];
const SIZES = ["small", "medium", "large", "huge"];
const nameOf = (color: string, size: string) => `${color} ${size}`;
const IDS = COLORS.flatMap((color) => SIZES.map((size) => nameOf(color, size)));

/** A store where visitors look through the sizes of one color, in order. */
function collect(count: number) {
  const visits = collectVisits();
  for (let n = 0; n < count; n++) {
    const from = n % 3;
    const color = COLORS[Math.floor(n / 3) % COLORS.length] ?? "";
    visits.add(SIZES.slice(from, from + 2).map((size) => nameOf(color, size)));
  }
  return visits.finish();
}

const model = (count = 400) => {
  const trained = trainSessions(collect(count), NOW);
  if (!trained) throw new Error("there are too few visits");
  return trained;
};

const recommender = (count?: number) =>
  prepareRecommender(
    null,
    IDS.map((id) => aProduct(id, { vendor: "" })),
    undefined,
    undefined,
    { productRules: null, sessions: prepareSessions(model(count), 7) },
  );

function picksFor(session: readonly string[], triggerProductIds: readonly string[] = []) {
  const request = aRequest({ session, triggerProductIds, count: 1, interests: NO_INTERESTS });
  const outcome = recommend(recommender(), request);
  return outcome.kind === "none" ? null : outcome;
}

describe("a list by session", () => {
  test("recommends to an unknown visitor what others viewed next, and names the viewed product", () => {
    const outcome = picksFor(["red small", "red medium"], ["red medium"]);
    expect(outcome?.source).toBe("viewed_next");
    expect(outcome?.recommendations[0]).toMatchObject({
      productId: "red large",
      reason: { kind: "because_you_looked_at", productId: "red medium", title: "The red medium" },
      modelVersion: 7,
    });
  });

  test("has scores that are the sums of their parts", () => {
    const shop = recommender();
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...IDS), { minLength: 1, maxLength: 6 }), (session) => {
        const outcome = recommend(shop, aRequest({ session, count: 6 }));
        if (outcome.kind === "none") return;
        for (const { score, parts } of outcome.recommendations) {
          expect(parts.reduce((sum, part) => sum + part.score, 0)).toBe(score);
        }
      }),
    );
  });

  test("keeps a short list, and fills the rest of the block with the next one", () => {
    const catalog = [...COLORS, "newer", "newest"].map((id, n) =>
      aProduct(id, { title: `Chair ${WOODS[n]}`, since: daysAgo(100 - n) }),
    );
    const visits = collectVisits();
    for (let n = 0; n < 60; n++) visits.add(["red", "green"]);
    const trained = trainSessions(visits.finish(), NOW);
    const sessions = trained && prepareSessions(trained, 7);
    const patterns = { productRules: null, sessions };
    const shop = prepareRecommender(null, catalog, undefined, undefined, patterns);
    const request = aRequest({ session: ["red"], triggerProductIds: ["red"], count: 4 });
    const outcome = recommend(shop, request);
    expect(outcome).toMatchObject({
      source: "viewed_next",
      recommendations: [
        { productId: "green", reason: { kind: "because_you_looked_at" } },
        { productId: "newest", reason: { kind: "newest" } },
        { productId: "newer", reason: { kind: "newest" } },
        { productId: "blue", reason: { kind: "newest" } },
      ],
    });
  });

  test("gives way to other lists if no past visit viewed the product", () => {
    expect(picksFor(["unknown"])?.source).toBe("newest");
  });
});

describe("trainSessions", () => {
  test("needs fifty visits", () => {
    expect(trainSessions(collect(49), NOW)).toBeNull();
    expect(trainSessions(collect(50), NOW)).not.toBeNull();
  });

  test("round-trips through its encoding", () => {
    for (const count of [60, 6_000]) {
      const trained = model(count);
      expect(decodeSessions(encodeSessions(trained))).toEqual(trained);
    }
  });

  test("gives nothing for bytes that are damaged", () => {
    const bytes = encodeSessions(model());
    bytes[bytes.length - 9] = (bytes.at(-9) ?? 0) ^ 1;
    expect(decodeSessions(bytes)).toBeNull();
  });
});
