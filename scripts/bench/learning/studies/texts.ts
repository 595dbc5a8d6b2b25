import { atMost } from "../goal";
import { writeTexts } from "../generated-tables";
import { measureCall } from "../measure-call";
import { measurePeer } from "../measure-peer";
import { writeMs } from "../peer-words";
import type { Study } from "../study";

const PRODUCTS = 20_000;
/** The peer compares every pair: a tenth of the products has a hundredth of the work. */
const PEER_PRODUCTS = 2_000;
const NEIGHBORS = 20;

/** Products with similar text. */
export const texts: Study = {
  rows: { 12: "TF-IDF of 20,000 products, the 20 nearest of each" },
  dataFile: null,
  async measure({ folder, repeats }) {
    const file = writeTexts(folder, PRODUCTS);
    const call = await measureCall("similar", { file, text: "text", k: NEIGHBORS }, repeats);
    const peerMs = await measurePeer("texts", { file, k: NEIGHBORS, count: PEER_PRODUCTS }, 1);
    return [
      {
        row: 12,
        calls: [call],
        figures: [
          {
            what: "all pairs",
            goal: atMost(1, "s"),
            measured: call.median("models.tfidf.fitSeconds"),
            unit: "s",
            peer: `content-based-recommender here ${writeMs(peerMs)} for 2,000 products`,
          },
        ],
        tried:
          "an inverted index on one core; the commonest words, which tell the least, make most of the work.",
      },
    ];
  },
};
