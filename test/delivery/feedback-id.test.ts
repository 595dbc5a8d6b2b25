import fc from "fast-check";
import { expect, test } from "vitest";
import { composeFeedbackId, splitFeedbackId } from "~/delivery/feedback-id";

const SHOP = "kettle-co.myshopify.com";

test("names the flow or campaign, the shop, the kind of email and the sender", () => {
  expect(composeFeedbackId(SHOP, { flowId: "win-back", campaignId: null })).toEqual({
    "Feedback-ID": "flow-win-back:shop-kettle-co:flows:kindred",
  });
  expect(composeFeedbackId(SHOP, { flowId: null, campaignId: "c1" })).toEqual({
    "Feedback-ID": "campaign-c1:shop-kettle-co:campaigns:kindred",
  });
});

test("has four different parts for any ids, the last one of 5 to 15 characters", () => {
  const id = fc.option(fc.string({ unit: "binary", maxLength: 200 }));
  fc.assert(
    fc.property(id, id, (flowId, campaignId) => {
      const header = composeFeedbackId(SHOP, { flowId, campaignId })["Feedback-ID"];
      expect(header).toMatch(/^(?:[A-Za-z0-9_-]{1,60}:){3}[a-z]{5,15}$/);
      expect(new Set(header.split(":")).size).toBe(4);
    }),
  );
});

test("splits the header from the others for a provider that writes its own", () => {
  const others = { "List-Unsubscribe": "<https://a.example>" };
  expect(splitFeedbackId({ ...others, "Feedback-ID": "a:b:c:kindred" })).toEqual({
    headers: others,
    parts: ["a", "b", "c"],
  });
  expect(splitFeedbackId(others)).toEqual({ headers: others, parts: [] });
});
