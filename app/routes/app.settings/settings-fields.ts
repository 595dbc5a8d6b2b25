import type { SettingsField, SettingsValues } from "~/pages/settings/settings-form";

/** What a text field or select shows. */
export type SettingsFieldProps = (name: SettingsField) => {
  id: string;
  autoComplete: string;
  value: string;
  error: string | boolean;
  onChange: (value: string) => void;
};

/** What a checkbox shows. */
export type SettingsToggleProps = (name: Exclude<keyof SettingsValues, SettingsField>) => {
  checked: boolean;
  onChange: (isOn: boolean) => void;
};

/** The tabs of the settings, with their fields. */
export const SETTINGS_TABS = {
  brand: ["shopName", "accent", "logoUrl", "germanAddress"],
  sender: [
    "senderName",
    "senderAddress",
    "replyTo",
    "campaignSenderAddress",
    "campaignSenderName",
    "supportEmail",
    "legalName",
    "postalAddress",
  ],
  "sign-ups": ["optInRule", "captcha", "captchaSecret"],
  limits: [
    "marketingCapHours",
    "marketingCapPer7Days",
    "repeatDays",
    "maxDiscountPercent",
    "marginPercent",
    "quietStartHour",
    "quietEndHour",
  ],
  measuring: [
    "holdoutPercent",
    "shopHoldoutPercent",
    "baselinePercent",
    "attributionDays",
    "costPerMonth",
    "costPerThousandEmails",
    "digestAddress",
  ],
} as const satisfies Readonly<Record<string, readonly SettingsField[]>>;
export type SettingsTab = keyof typeof SETTINGS_TABS;
