import type { Db } from "~/db.server";
import type { Mailer } from "~/delivery/mailer";
import { findSendingBlocks } from "~/delivery/sending-blocks/find-sending-blocks.server";
import { isProposal } from "~/experiments/optimization/decision-evidence";
import { listDecisions } from "~/experiments/optimization/experiment-store.server";
import { messagesFor } from "~/i18n/catalog.server";
import { createFormat } from "~/i18n/create-format";
import { createText } from "~/i18n/create-text";
import { localeOfMerchant } from "~/i18n/merchant-locale.server";
import type { ShopId } from "~/lib/shop-id";
import { addDays } from "~/lib/calendar-day";
import { getReport, type Report } from "../reports/report.server";
import { planDigest, type Digest, type DigestFacts, type DigestWriter } from "./digest";

interface Deps {
  readonly mailer: Pick<Mailer, "account" | "name">;
  readonly now: () => Date;
}

const DAY_MS = 86_400_000;
const MAX_DECISIONS = 1_000;

/** The total of all flows and campaigns in the longest window. */
const latestLook = ({ answers }: Report["lift"]) => {
  const total = answers.findLast(({ of }) => of === "total");
  return total?.current ?? total?.finished ?? null;
};

export interface LoadedDigest {
  readonly digest: Digest;
  readonly text: DigestWriter["text"];
  /** The language of both. */
  readonly language: string;
}

/**
 * Loads and writes the report of one week.
 *
 * @param week its Monday, YYYY-MM-DD
 * @returns null when there is nothing to report
 */
export async function loadDigest(
  db: Db,
  shopId: ShopId,
  week: string,
  { mailer, now }: Deps,
): Promise<LoadedDigest | null> {
  const at = now();
  const range = { from: week, to: addDays(week, 6) };
  const report = await getReport(
    db,
    shopId,
    { period: { kind: "between", ...range }, group: "flow" },
    at,
  );
  const shop = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { name: true, merchantLocale: true, countryCode: true, timeZone: true },
  });
  const since = new Date(at.getTime() - 7 * DAY_MS);
  const decisions = await listDecisions(db, shopId, { since, limit: MAX_DECISIONS });
  const sendingBlocks = await findSendingBlocks(db, shopId, { mailer, now });
  const { timeZone } = shop;
  const { language, locale } = localeOfMerchant(shop);
  const messages = messagesFor(language, ["measures", "merchant-email"]);
  const text = createText({ locale, timeZone, messages }, "merchant-email");
  const measures = createText({ locale, timeZone, messages }, "measures");
  const writer = { text, measures, format: createFormat(locale, timeZone) };
  const facts: DigestFacts = {
    shopName: shop.name,
    currency: report.currency,
    ...range,
    totals: report.totals,
    before: report.before.totals,
    reportsDelivery: report.reportsDelivery,
    rows: report.rows,
    lift: latestLook(report.lift),
    changes: decisions.filter((it) => it.revertedAt === null && !isProposal(it)).length,
    standsStill: sendingBlocks.length > 0,
  };
  const digest = planDigest(facts, writer);
  return digest && { digest, text, language };
}
