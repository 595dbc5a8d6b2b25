import { expect, test } from "vitest";
import { DEFAULT_PLAN } from "~/campaigns/campaign";
import { SendTimeCard } from "~/routes/app.campaigns.$campaignId/time-card";
import { textOf } from "../support/render-page";

const SUGGESTED = { time: "16:00", orders: 240 };
const cardText = (time: string, suggested: typeof SUGGESTED | null) =>
  textOf(
    <SendTimeCard
      plan={{ ...DEFAULT_PLAN, timing: { kind: "shop_time", date: "2026-12-24", time } }}
      timeZone="Europe/London"
      suggested={suggested}
      onChange={() => undefined}
    />,
  );

test("says when customers usually buy, and offers that time if another is set", () => {
  const text = cardText("10:00", SUGGESTED);
  expect(text).toContain(
    "Your customers usually buy around 4:00 PM, going by 240 orders that no email led to.",
  );
  expect(text).toContain("Use 4:00 PM");
  expect(cardText("16:00", SUGGESTED)).not.toContain("Use 4:00 PM");
});

test("says nothing while that is not known", () => {
  expect(cardText("10:00", null)).not.toContain("Your customers usually buy");
});
