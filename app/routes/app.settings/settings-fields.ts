import type { SettingsField } from "~/pages/settings/settings-form";

/** What a text field or select shows. */
export interface SettingsFieldProps {
  id: string;
  autoComplete: string;
  value: string;
  error: string | boolean;
  onChange: (value: string) => void;
}
export type SettingsFieldOf = (name: SettingsField) => SettingsFieldProps;

/** What a checkbox shows. */
export interface SettingsToggleProps {
  checked: boolean;
  onChange: (isOn: boolean) => void;
}
export type SettingsToggleOf = (
  name: "tracksOpens" | "weeklyDigest" | "revertNotices",
) => SettingsToggleProps;

export const SETTINGS_TABS = ["brand", "sender", "sign-ups", "limits", "measuring"] as const;
export type SettingsTab = (typeof SETTINGS_TABS)[number];

/** The tab of each field. */
export const TAB_OF_FIELD: Readonly<Record<SettingsField, SettingsTab>> = {
  shopName: "brand",
  accent: "brand",
  logoUrl: "brand",
  coverUrl: "brand",
  germanAddress: "brand",
  socials: "brand",
  senderName: "sender",
  senderAddress: "sender",
  replyTo: "sender",
  campaignSenderAddress: "sender",
  campaignSenderName: "sender",
  supportEmail: "sender",
  legalName: "sender",
  postalAddress: "sender",
  optInRule: "sign-ups",
  captcha: "sign-ups",
  captchaSecret: "sign-ups",
  marketingCapHours: "limits",
  marketingCapPer7Days: "limits",
  repeatDays: "limits",
  maxDiscountPercent: "limits",
  marginPercent: "limits",
  quietStartHour: "limits",
  quietEndHour: "limits",
  holdoutPercent: "measuring",
  shopHoldoutPercent: "measuring",
  baselinePercent: "measuring",
  attributionDays: "measuring",
  costPerMonth: "measuring",
  costPerThousandEmails: "measuring",
  digestAddress: "measuring",
};
