import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { Quality } from "~/predictions/quality";
import { findEmailHabit } from "~/predictions/email-habit";
import type { ShopGroupKey } from "~/predictions/group-prototypes";
import { findScore, inUnit, PREDICTED, PREDICTED_VALUES } from "~/predictions/predicted-values";
import { findStoredPrediction } from "~/predictions/prediction-store.server";
import type { ProfilePrediction, ShownScore } from "./profile-prediction";
import { listReasons } from "./list-reasons";

/** A profile's predictions with their reasons; `null` before it is scored. */
export async function findPrediction(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
): Promise<ProfilePrediction | null> {
  const [stored, { currency }, habits] = await Promise.all([
    findStoredPrediction(db, shopId, profileId),
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { currency: true } }),
    db.model.findFirst({
      where: { shopId, kind: "email_habits" },
      orderBy: { version: "desc" },
      select: { quality: true },
    }),
  ]);
  if (!stored) return null;
  const { computedAt, grade, detail } = stored;
  const missing = habits ? Quality.parse(habits.quality).missing : null;
  const { group } = detail;
  return {
    computedAt: computedAt.toISOString(),
    currency,
    grade,
    scores: PREDICTED.flatMap((predicted): ShownScore[] => {
      const { unit } = PREDICTED_VALUES[predicted];
      const score = findScore(predicted, detail);
      const habit = findEmailHabit(predicted, detail, missing);
      if (score === null && habit === null) return [];
      const { low, high, explanation } = score ?? {};
      return [
        {
          predicted,
          unit,
          value: score && inUnit(unit, score.value, computedAt),
          habit,
          range:
            low === undefined || high === undefined
              ? null
              : [inUnit(unit, low, computedAt), inUnit(unit, high, computedAt)],
          grade: score?.grade ?? "D",
          reasons: explanation ? listReasons(explanation) : [],
        },
      ];
    }),
    group: {
      key: group.key as ShopGroupKey,
      grade: group.grade,
      reasons: listReasons(group.explanation),
    },
  };
}
