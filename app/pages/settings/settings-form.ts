import { z } from "zod";
import { Brand } from "~/messages/brand/brand";
import { withReadDomain } from "~/delivery/domain-name";
import { CaptchaService } from "~/delivery/opt-in/captcha/captcha-service";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { DEFAULT_INDUSTRY, INDUSTRIES, type Industry } from "~/i18n/industry";

/** The form's values: text fields until they are validated. */
export const SettingsValues = z.object({
  shopName: z.string(),
  legalName: z.string(),
  accent: z.string(),
  /** Empty: the shop's name instead of a logo. */
  logoUrl: z.string(),
  /** Empty: the welcome begins with a best seller. */
  coverUrl: z.string(),
  postalAddress: z.string(),
  supportEmail: z.string(),
  /** Accounts on social networks, one a line. */
  socials: z.string(),
  /** Chosen on its own page; here so that a save keeps it. */
  theme: z.string(),
  /** "informal" or "formal" */
  germanAddress: z.string(),
  industry: z.enum(INDUSTRIES),
  senderName: z.string(),
  senderAddress: z.string(),
  replyTo: z.string(),
  campaignSenderName: z.string(),
  campaignSenderAddress: z.string(),
  marketingCapHours: z.string(),
  marketingCapPer7Days: z.string(),
  repeatDays: z.string(),
  maxDiscountPercent: z.string(),
  marginPercent: z.string(),
  quietStartHour: z.string(),
  quietEndHour: z.string(),
  holdoutPercent: z.string(),
  shopHoldoutPercent: z.string(),
  baselinePercent: z.string(),
  attributionDays: z.string(),
  optInRule: z.string(),
  /** A captcha service; empty: none. */
  captcha: z.string(),
  /** Never the saved secret; empty keeps it. */
  captchaSecret: z.string(),
  costPerMonth: z.string(),
  costPerThousandEmails: z.string(),
  /** "yes" or "no" */
  tracksOpens: z.string(),
  /** "yes" or "no" */
  weeklyDigest: z.string(),
  /** "yes" or "no" */
  revertNotices: z.string(),
  digestAddress: z.string(),
});
export type SettingsValues = z.infer<typeof SettingsValues>;

/** A field that can be invalid. */
export type SettingsField = Exclude<
  keyof SettingsValues,
  "tracksOpens" | "weeklyDigest" | "revertNotices" | "theme" | "industry"
>;

export type SettingsProblem =
  | { readonly kind: "invalid" }
  /** A domain that no store can send from, such as a mailbox provider's. */
  | { readonly kind: "shared_domain"; readonly domain: string }
  /** `owner`: the domain itself or one above it, which belongs to another store. */
  | { readonly kind: "foreign_domain"; readonly domain: string; readonly owner: string };

export type SettingsProblems = Readonly<Partial<Record<SettingsField, SettingsProblem>>>;

const CaptchaChange = z.object({
  service: CaptchaService.nullable(),
  /** Null keeps the saved secret. */
  secret: z.string().max(200).nullable(),
});
type CaptchaChange = z.infer<typeof CaptchaChange>;

export type SettingsOutcome =
  | {
      readonly kind: "accepted";
      readonly brand: Brand;
      readonly sending: SendingSettings;
      readonly captcha: CaptchaChange;
      readonly industry: Industry;
    }
  | { readonly kind: "refused"; readonly problems: SettingsProblems };

/** Settings for the form; rates in percent, the attribution window in days. */
export function settingsValues(
  brand: Brand,
  sending: SendingSettings,
  captcha: CaptchaService | null,
  industry: Industry = DEFAULT_INDUSTRY,
): SettingsValues {
  return {
    industry,
    shopName: brand.shopName,
    legalName: brand.legalName,
    accent: brand.accent,
    logoUrl: brand.logoUrl ?? "",
    coverUrl: brand.coverUrl ?? "",
    postalAddress: brand.postalAddress,
    supportEmail: brand.supportEmail ?? "",
    socials: (brand.socials ?? []).join("\n"),
    theme: brand.theme,
    germanAddress: brand.germanAddress,
    senderName: sending.senderName ?? "",
    senderAddress: sending.senderAddress ?? "",
    replyTo: sending.replyTo ?? "",
    campaignSenderName: sending.campaignSenderName ?? "",
    campaignSenderAddress: sending.campaignSenderAddress ?? "",
    marketingCapHours: String(sending.marketingCapHours),
    marketingCapPer7Days: String(sending.marketingCapPer7Days),
    repeatDays: String(sending.repeatDays),
    maxDiscountPercent: String(sending.maxDiscountPercent),
    marginPercent: String(sending.marginPercent),
    quietStartHour: String(sending.quietHours.startHour),
    quietEndHour: String(sending.quietHours.endHour),
    holdoutPercent: String(Number((sending.holdoutRate * 100).toFixed(4))),
    shopHoldoutPercent: String(Number((sending.shopHoldoutRate * 100).toFixed(4))),
    baselinePercent: String(Number((sending.baselineRate * 100).toFixed(4))),
    attributionDays: String(Number((sending.attributionWindowHours / 24).toFixed(2))),
    optInRule: sending.optInRule,
    captcha: captcha ?? "",
    captchaSecret: "",
    costPerMonth: String(sending.costPerMonth),
    costPerThousandEmails: String(sending.costPerThousandEmails),
    tracksOpens: sending.tracksOpens ? "yes" : "no",
    weeklyDigest: sending.weeklyDigest ? "yes" : "no",
    revertNotices: sending.revertNotices ? "yes" : "no",
    digestAddress: sending.digestAddress ?? "",
  };
}

/**
 * Validates the form.
 *
 * @param savedCaptcha the service of the saved secret
 * @returns the settings, or all problems by field
 */
export function parseSettings(
  values: SettingsValues,
  savedCaptcha: CaptchaService | null,
): SettingsOutcome {
  const brand = Brand.safeParse({
    shopName: values.shopName,
    legalName: values.legalName,
    accent: values.accent.trim(),
    logoUrl: textOrNull(values.logoUrl),
    coverUrl: textOrNull(values.coverUrl) ?? undefined,
    postalAddress: values.postalAddress,
    supportEmail: textOrNull(values.supportEmail),
    socials: linesOf(values.socials),
    theme: values.theme,
    germanAddress: values.germanAddress,
  });
  const sending = SendingSettings.safeParse({
    senderName: textOrNull(values.senderName),
    senderAddress: textOrNull(withReadDomain(values.senderAddress.trim())),
    replyTo: textOrNull(values.replyTo),
    campaignSenderName: textOrNull(values.campaignSenderName),
    campaignSenderAddress: textOrNull(withReadDomain(values.campaignSenderAddress.trim())),
    marketingCapHours: numberOf(values.marketingCapHours),
    marketingCapPer7Days: numberOf(values.marketingCapPer7Days),
    repeatDays: numberOf(values.repeatDays),
    maxDiscountPercent: numberOf(values.maxDiscountPercent),
    marginPercent: numberOf(values.marginPercent),
    quietHours: {
      startHour: numberOf(values.quietStartHour),
      endHour: numberOf(values.quietEndHour),
    },
    holdoutRate: numberOf(values.holdoutPercent) / 100,
    shopHoldoutRate: numberOf(values.shopHoldoutPercent) / 100,
    baselineRate: numberOf(values.baselinePercent) / 100,
    attributionWindowHours: Math.round(numberOf(values.attributionDays) * 24),
    optInRule: values.optInRule,
    costPerMonth: numberOf(values.costPerMonth),
    costPerThousandEmails: numberOf(values.costPerThousandEmails),
    tracksOpens: values.tracksOpens === "yes",
    weeklyDigest: values.weeklyDigest === "yes",
    revertNotices: values.revertNotices === "yes",
    digestAddress: textOrNull(values.digestAddress),
  });
  const captcha = CaptchaChange.refine(
    ({ service, secret }) => service === null || service === savedCaptcha || secret !== null,
    { path: ["secret"] },
  ).safeParse({
    service: textOrNull(values.captcha),
    secret: textOrNull(values.captchaSecret),
  });
  if (brand.success && sending.success && captcha.success) {
    return {
      kind: "accepted",
      brand: brand.data,
      sending: sending.data,
      captcha: captcha.data,
      industry: values.industry,
    };
  }
  const issues = [brand, sending, captcha].flatMap(({ error }) => error?.issues ?? []);
  const problems: Partial<Record<SettingsField, SettingsProblem>> = {};
  for (const { path } of issues) {
    const name = path[0] === "socials" ? "socials" : path.join(".");
    problems[FIELD_OF[name] ?? (name as SettingsField)] = { kind: "invalid" };
  }
  return { kind: "refused", problems };
}

/** Settings with another name in the form. */
const FIELD_OF: Readonly<Record<string, SettingsField>> = {
  "quietHours.startHour": "quietStartHour",
  "quietHours.endHour": "quietEndHour",
  holdoutRate: "holdoutPercent",
  shopHoldoutRate: "shopHoldoutPercent",
  baselineRate: "baselinePercent",
  attributionWindowHours: "attributionDays",
  service: "captcha",
  secret: "captchaSecret",
};

/** Undefined without any. */
function linesOf(text: string): string[] | undefined {
  const lines = text.split(/\s+/).filter((line) => line !== "");
  return lines.length === 0 ? undefined : lines;
}

function textOrNull(text: string): string | null {
  return text.trim() || null;
}

/** Anything but a plain number becomes NaN, which every schema rejects. */
function numberOf(text: string): number {
  const plain = text.trim().replace(",", ".");
  return /^\d{1,4}(\.\d{1,2})?$/.test(plain) ? Number(plain) : Number.NaN;
}
