import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { Quality } from "./back-test/quality";
import { GRADE_WORDS } from "./grade";
import { describeGroup } from "./models/group-prototypes";
import { findStoredPrediction } from "./prediction-store.server";
import type { Score } from "./prediction";
import type { ProfilePrediction, ShownScore } from "./profile-prediction";
import { describeExplanation } from "./words/describe-explanation";
import { describeBestHour, describeTolerance } from "./words/describe-email";

const DAY_MS = 86_400_000;

/** A profile's predictions with their reasons as text; `null` before it is scored. */
export async function findPrediction(
  db: Db,
  shopId: ShopId,
  profileId: string,
): Promise<ProfilePrediction | null> {
  const stored = await findStoredPrediction(db, shopId, profileId);
  if (!stored) return null;
  const { currency, timeZone } = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { currency: true, timeZone: true },
  });
  const habits = await db.model.findFirst({
    where: { shopId, kind: "email_habits" },
    orderBy: { version: "desc" },
    select: { quality: true },
  });
  const { computedAt, grade, expectedOrders, detail } = stored;
  const shown = ({ value, low, high, grade: own, explanation }: Score): ShownScore => ({
    value,
    low,
    high,
    grade: own,
    reasons: describeExplanation(explanation, currency),
  });
  const instant = (days: number) => new Date(computedAt.getTime() + days * DAY_MS).toISOString();
  const { nextOrder, group } = detail;
  return {
    profileId,
    computedAt: computedAt.toISOString(),
    currency,
    timeZone,
    grade,
    gradeWords: GRADE_WORDS[grade],
    intent: detail.intent.map((score) => ({ days: score.days, ...shown(score) })),
    churn: detail.churn && { days: detail.churn.days, ...shown(detail.churn) },
    value: shown(detail.value),
    expectedOrders,
    nextOrder: nextOrder && {
      grade: nextOrder.grade,
      reasons: describeExplanation(nextOrder.explanation, currency),
      at: instant(nextOrder.value),
      from: instant(nextOrder.low),
      to: instant(nextOrder.high),
    },
    group: {
      ...describeGroup(group.key),
      grade: group.grade,
      reasons: describeExplanation(group.explanation, currency),
    },
    bestHour: describeBestHour(
      detail.bestHour,
      habits ? Quality.parse(habits.quality).missing : null,
    ),
    tolerance: describeTolerance(detail.tolerance),
  };
}
