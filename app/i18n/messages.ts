import type accessLog from "./locales/en/access-log.json";
import type campaigns from "./locales/en/campaigns.json";
import type common from "./locales/en/common.json";
import type customers from "./locales/en/customers.json";
import type delivery from "./locales/en/delivery.json";
import type email from "./locales/en/email.json";
import type errors from "./locales/en/errors.json";
import type home from "./locales/en/home.json";
import type landing from "./locales/en/landing.json";
import type learning from "./locales/en/learning.json";
import type measures from "./locales/en/measures.json";
import type merchantEmail from "./locales/en/merchant-email.json";
import type outbox from "./locales/en/outbox.json";
import type plan from "./locales/en/plan.json";
import type predictions from "./locales/en/predictions.json";
import type publicTexts from "./locales/en/public.json";
import type recommendations from "./locales/en/recommendations.json";
import type reports from "./locales/en/reports.json";
import type rules from "./locales/en/rules.json";
import type segments from "./locales/en/segments.json";
import type sender from "./locales/en/sender.json";
import type sendingBlocks from "./locales/en/sending-blocks.json";
import type settings from "./locales/en/settings.json";
import type suppressions from "./locales/en/suppressions.json";
import type sync from "./locales/en/sync.json";

/** The texts of each feature, by key: the files of a language's folder. English has every key. */
interface Messages {
  readonly "access-log": typeof accessLog;
  readonly campaigns: typeof campaigns;
  readonly common: typeof common;
  readonly customers: typeof customers;
  readonly delivery: typeof delivery;
  readonly email: typeof email;
  readonly errors: typeof errors;
  readonly home: typeof home;
  readonly landing: typeof landing;
  readonly learning: typeof learning;
  readonly measures: typeof measures;
  readonly "merchant-email": typeof merchantEmail;
  readonly outbox: typeof outbox;
  readonly plan: typeof plan;
  readonly predictions: typeof predictions;
  readonly public: typeof publicTexts;
  readonly recommendations: typeof recommendations;
  readonly reports: typeof reports;
  readonly rules: typeof rules;
  readonly segments: typeof segments;
  readonly sender: typeof sender;
  readonly "sending-blocks": typeof sendingBlocks;
  readonly settings: typeof settings;
  readonly suppressions: typeof suppressions;
  readonly sync: typeof sync;
}

export type TextFeature = keyof Messages;
export type TextKey<F extends TextFeature> = keyof Messages[F] & string;
