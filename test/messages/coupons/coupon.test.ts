import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  codeFrom,
  couponEnd,
  ownerKeyOf,
  ownerOf,
  showsCoupon,
  untilText,
} from "~/messages/coupons/coupon";
import { localize } from "~/messages/document/email-document";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";

const LONDON = "Europe/London";

describe("a code", () => {
  test("has two groups of four unambiguous letters", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
        const even = bytes.filter((byte) => byte < 240).length;
        if (even < 8) expect(() => codeFrom(bytes)).toThrow(RangeError);
        else
          expect(codeFrom(bytes)).toMatch(
            /^[BCDFGHJKMNPQRTVWXY346789]{4}-[BCDFGHJKMNPQRTVWXY346789]{4}$/,
          );
      }),
    );
  });

  test("ends with the day in the shop's time zone on which its days are over", () => {
    const given = new Date("2026-03-01T23:30:00Z");
    expect(couponEnd(given, 3, LONDON)).toEqual(new Date("2026-03-05T00:00:00Z"));
    // The day has already begun there.
    expect(couponEnd(given, 3, "Asia/Tokyo")).toEqual(new Date("2026-03-05T15:00:00Z"));
  });

  test("is valid for at least its days and less than one more, also over a clock change", () => {
    const instants = fc.date({
      min: new Date("2026-01-01"),
      max: new Date("2027-12-31"),
      noInvalidDate: true,
    });
    const zones = fc.constantFrom(LONDON, "Asia/Tokyo", "America/Santiago", "Pacific/Chatham");
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 90 }), zones, (at, days, zone) => {
        const hours = (couponEnd(at, days, zone).getTime() - at.getTime()) / 3_600_000;
        expect(hours).toBeGreaterThan(24 * days - 1.01);
        expect(hours).toBeLessThanOrEqual(24 * (days + 1) + 1.01);
      }),
    );
  });

  test("shows the last day on which it is valid", () => {
    const ends = couponEnd(new Date("2026-03-09T12:00:00Z"), 3, LONDON);
    expect(untilText(ends, "en-GB", LONDON)).toBe("12\u00a0March\u00a02026");
    expect(untilText(ends, "de", LONDON)).toBe("12.\u00a0März\u00a02026");
  });
});

describe("a discount", () => {
  test("belongs to a step of a flow or to a campaign", () => {
    const ofStep = ownerOf({ flowId: "welcome", stepId: "email-1", campaignId: null })!;
    expect(ownerKeyOf(ofStep)).toBe("flow/welcome/email-1");
    const ofCampaign = ownerOf({ flowId: null, stepId: null, campaignId: "k1" })!;
    expect(ownerKeyOf(ofCampaign)).toBe("campaign/k1");
    expect(ownerOf({ flowId: null, stepId: null, campaignId: null })).toBeNull();
  });
});

describe("an email has a place for a code", () => {
  const email = (templateId: string) => localize(findReadyTemplate(templateId)!, "en");

  test("in a coupon block without a fixed code", () => {
    const welcome = email("welcome/email-1");
    expect(showsCoupon(welcome)).toBe(true);
    expect(showsCoupon(email("welcome/email-2"))).toBe(false);
    const written = welcome.blocks.map((block) =>
      block.kind === "coupon" ? { ...block, code: "TEA10" } : block,
    );
    expect(showsCoupon({ ...welcome, blocks: written })).toBe(false);
  });

  test("in a text that names it", () => {
    const named = { ...email("welcome/email-2"), subject: "{{coupon.percent}} off for you" };
    expect(showsCoupon(named)).toBe(true);
  });
});
