import type { ColumnRole, ImportTool } from "~/delivery/customer-import/column-role";

interface ToolExport {
  readonly tool: ImportTool;
  readonly fileName: string;
  readonly header: readonly string[];
  readonly roles: readonly ColumnRole[];
}

/** Columns of exports, in part. */
export const OF_TOOL: Readonly<Record<string, ToolExport>> = {
  klaviyo: {
    tool: "klaviyo",
    fileName: "all-profiles.csv",
    header: [
      "Email",
      "Klaviyo ID",
      "First Name",
      "Last Name",
      "Phone Number",
      "City",
      "Email Marketing Consent",
      "Email Marketing Consent Timestamp",
      "Email Suppressions",
      "Loyalty Tier",
    ],
    roles: [
      "email",
      "ignore",
      "first_name",
      "last_name",
      "ignore",
      "ignore",
      "status",
      "consented_at",
      "suppression",
      "property",
    ],
  },
  "mailchimp, subscribed": {
    tool: "mailchimp",
    fileName: "subscribed_email_audience_export_1a2b.csv",
    header: [
      "Email Address",
      "First Name",
      "Last Name",
      "MEMBER_RATING",
      "OPTIN_TIME",
      "OPTIN_IP",
      "CONFIRM_TIME",
      "LAST_CHANGED",
      "LEID",
      "TAGS",
    ],
    roles: [
      "email",
      "first_name",
      "last_name",
      "property",
      "consented_at",
      "ignore",
      "consented_at",
      "ignore",
      "ignore",
      "property",
    ],
  },
  "mailchimp, unsubscribed": {
    tool: "mailchimp",
    fileName: "unsubscribed_email_audience_export_1a2b.csv",
    header: ["Email Address", "OPTIN_TIME", "UNSUB_TIME", "UNSUB_REASON", "EUID"],
    roles: ["email", "consented_at", "unsubscribed_at", "ignore", "ignore"],
  },
  "mailchimp, cleaned": {
    tool: "mailchimp",
    fileName: "cleaned_email_audience_export_1a2b.csv",
    header: ["Email Address", "OPTIN_TIME", "CLEAN_TIME", "LEID"],
    roles: ["email", "consented_at", "bounced_at", "ignore"],
  },
  omnisend: {
    tool: "omnisend",
    fileName: "contacts.csv",
    header: [
      "Email",
      "First name",
      "Last name",
      "Email status",
      "Email opt-in date",
      "Email opt-out date",
      "Tags",
    ],
    roles: [
      "email",
      "first_name",
      "last_name",
      "status",
      "consented_at",
      "unsubscribed_at",
      "property",
    ],
  },
};
