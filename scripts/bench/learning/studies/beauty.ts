import { atLeast, atMost } from "../goal";
import { measureCall } from "../measure-call";
import type { Study } from "../study";

/** The next purchase of people with an ordered history. */
export const beauty: Study = {
  rows: { 1: "Amazon Beauty, the last item left out, all items ranked" },
  dataFile: "amazon_s3rec/Beauty.txt.gz",
  async measure({ dataFile, repeats }) {
    const call = await measureCall("sequences", { file: dataFile }, repeats);
    return [
      {
        row: 1,
        calls: [call],
        p99Ms: call.median("models.blend.p99Ms"),
        figures: [
          {
            what: "HR@10",
            goal: atLeast(0.09),
            measured: call.number("models.blend.hitRate10"),
            peer: "tuned SASRec .0848, EASE .073, item-kNN .070, implicit ALS .038",
          },
          {
            what: "NDCG@10",
            goal: atLeast(0.055),
            measured: call.number("models.blend.ndcg10"),
            peer: "tuned SASRec .0432, item-kNN .041, EASE .040, implicit ALS .020",
          },
          {
            what: "fit",
            goal: atMost(1, "s"),
            measured: call.median("models.blend.fitSeconds"),
            unit: "s",
          },
        ],
        tried: "the four models of the blend are fitted one after the other on one core.",
      },
    ];
  },
};
