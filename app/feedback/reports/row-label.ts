import type { Text } from "~/i18n/create-text";

/** What a row of a report is about. */
export type RowLabel =
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "email"; readonly name: string; readonly number: number }
  | {
      readonly kind: "email_version";
      readonly name: string;
      readonly number: number;
      readonly version: number;
    }
  | { readonly kind: "template_version"; readonly name: string; readonly version: number }
  | { readonly kind: "template_default"; readonly name: string }
  | { readonly kind: "flow_emails" | "other_emails" | "no_template" };

export function writeRowLabel({ kind, ...values }: RowLabel, text: Text<"measures">): string {
  return text(`row.${kind}`, values);
}
