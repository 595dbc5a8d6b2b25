import type { PrismaClient } from "~/generated/prisma/client";
import { encodeModel } from "~/predictions/models/encode-model";
import { PREDICTION_FORMAT } from "~/predictions/models/model-store.server";
import { UPLIFT_FEATURES, type FittedUplift } from "~/predictions/models/uplift";
import { NOT_EVALUATED, type Quality, type UpliftEvidence } from "~/predictions/quality";
import { NOW, SHOP } from "./builders";

/** A model of which customers emails influence, whose estimates are in use, or with which the shop has fallen back. */
export async function storeUpliftModel(
  db: PrismaClient,
  cutoff: number,
  isInUse = true,
): Promise<void> {
  const width = UPLIFT_FEATURES.length;
  const weights = new Float64Array(width + 1);
  const scales = { means: new Float64Array(width), deviations: new Float64Array(width).fill(1) };
  const effect = { control: weights, treated: weights, covariance: null, scales };
  const model: FittedUplift = { effect: isInUse ? effect : null };
  const uplift: UpliftEvidence = {
    ...{ verdict: isInUse ? "uplift" : "response", learner: "tLearner" },
    ...{ heldOut: 400, heldOutBuyers: 80, treated: 3_600, treatedBuyers: 900 },
    ...(isInUse ? { qini: 9, low: 2, high: 16, cutoff } : { qini: 1, low: -5, high: 7, cutoff: 0 }),
  };
  const quality: Quality = { ...NOT_EVALUATED, uplift };
  await db.model.create({
    data: {
      ...{ shopId: SHOP, kind: "uplift", version: 1, trainedAt: NOW },
      options: { format: PREDICTION_FORMAT },
      quality,
      bytes: encodeModel(model),
    },
  });
}

/** A stored prediction with this estimated effect of an email. */
export async function storeUplift(
  db: PrismaClient,
  profileId: string,
  upliftRate: number | null,
): Promise<void> {
  await db.prediction.create({
    data: {
      ...{ shopId: SHOP, profileId, computedAt: NOW, modelVersions: {}, grade: "A", detail: {} },
      upliftRate,
    },
  });
}
