import { describe, expect, test } from "vitest";
import { CampaignStatus } from "~/campaigns/campaign-status";
import {
  marketingActivity,
  NO_ENGAGEMENT,
  areFiguresEqual,
  utcOffset,
} from "~/feedback/marketing/marketing-activity";
import { FlowStatus } from "~/flows/definition/flow-status";

const APP = "https://kettle.myshopify.com/admin/apps/key";
const startedAt = new Date("2026-03-01T00:00:00Z");
const flow = { kind: "flow", id: "abandoned-cart", name: "Cart", status: "live" } as const;
const campaign = { kind: "campaign", id: "k1", name: "Spring", status: "sending" } as const;

describe("marketing activity", () => {
  test("of a campaign is a newsletter with its own key", () => {
    expect(marketingActivity({ ...campaign, startedAt }, APP)).toEqual({
      remoteId: "campaign/k1",
      remoteUrl: `${APP}/app/campaigns/k1`,
      title: "Spring",
      status: "ACTIVE",
      tactic: "NEWSLETTER",
      marketingChannelType: "EMAIL",
      utm: { source: "kindred", medium: "email", campaign: "kindred-campaign-k1" },
      start: "2026-03-01T00:00:00.000Z",
    });
  });

  test("of a cart flow is an abandoned-cart activity", () => {
    const tacticOf = (trigger: "cart_idle" | "consent_given") =>
      marketingActivity({ ...flow, trigger, startedAt }, APP).tactic;
    expect(tacticOf("cart_idle")).toBe("ABANDONED_CART");
    expect(tacticOf("consent_given")).toBe("MESSAGE");
  });

  test("has a status that Shopify knows", () => {
    const flows = FlowStatus.options.map(
      (status) =>
        marketingActivity({ ...flow, trigger: "cart_idle", status, startedAt }, APP).status,
    );
    expect(flows).toEqual(["INACTIVE", "ACTIVE", "PAUSED", "INACTIVE"]);
    const campaigns = CampaignStatus.options.map(
      (status) => marketingActivity({ ...campaign, status, startedAt }, APP).status,
    );
    expect(campaigns).toEqual([
      "INACTIVE",
      "SCHEDULED",
      "ACTIVE",
      "PAUSED",
      "INACTIVE",
      "INACTIVE",
    ]);
  });
});

test("is equal for two days exactly when all figures are equal", () => {
  expect(areFiguresEqual(NO_ENGAGEMENT, { ...NO_ENGAGEMENT })).toBe(true);
  for (const name of Object.keys(NO_ENGAGEMENT)) {
    expect(areFiguresEqual(NO_ENGAGEMENT, { ...NO_ENGAGEMENT, [name]: 1 })).toBe(false);
  }
});

test("uses the zone's offset on that day", () => {
  const summer = new Date("2026-07-01T12:00:00Z");
  const winter = new Date("2026-01-01T12:00:00Z");
  expect(utcOffset(summer, "Europe/London")).toBe("+01:00");
  expect(utcOffset(winter, "Europe/London")).toBe("+00:00");
  expect(utcOffset(winter, "Asia/Kolkata")).toBe("+05:30");
  expect(utcOffset(summer, "America/New_York")).toBe("-04:00");
});
