import type { DeliveryFacts } from "~/delivery/decision/decide-delivery";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import type { SendIntent } from "~/flows/definition/send-step";
import { hoursAgo } from "./builders";
import { enrollmentFacts } from "./enrollment-builders";

export const SETTINGS = SendingSettings.parse({ senderAddress: "hello@kettle.example" });

/** The first abandoned-checkout email as planned. */
export function anIntent(overrides: Partial<SendIntent> = {}): SendIntent {
  const step = ABANDONED_CHECKOUT.steps.find((it) => it.kind === "send");
  if (!step) throw new Error("The library's first flow has no email");
  const { templateId, coupon, audience, exemptFromHourCap } = step;
  return {
    origin: "flow",
    templateId,
    coupon,
    purpose: "checkout",
    audience,
    exemptFromHourCap,
    exits: ABANDONED_CHECKOUT.exits,
    filter: [],
    priority: 90,
    repeatDays: null,
    trigger: {
      kind: "checkout",
      token: "checkout-1",
      cartToken: "cart-1",
      startedAt: hoursAgo(3),
      idleMinutes: 60,
    },
    ...overrides,
  };
}

/** Facts with which an email is sent at NOW, noon in London. Name only what your test is about. */
export const deliveryFacts = (overrides: Partial<DeliveryFacts> = {}): DeliveryFacts => ({
  intent: anIntent(),
  expiresAt: hoursAgo(-20),
  isDraft: false,
  isShopInstalled: true,
  accessLostAt: null,
  closedAs: null,
  shopTimeZone: "Europe/London",
  countryCode: "GB",
  flowStatus: "live",
  exitReason: null,
  enrollment: enrollmentFacts(),
  recentMarketingAt: [],
  sameSentAt: null,
  preferences: null,
  learnedCap: null,
  value: 0.01,
  pending: [],
  missingSetup: null,
  planFullUntil: null,
  ...overrides,
});
