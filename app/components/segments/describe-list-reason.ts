import type { Text } from "~/i18n/create-text";
import type { Untranslatable } from "~/segments/members/origin";

/** Describes why a segment of Shopify becomes a list of members. */
export const describeListReason = ({ code, ...values }: Untranslatable, text: Text<"segments">) =>
  text(`asList.${code}`, values);
