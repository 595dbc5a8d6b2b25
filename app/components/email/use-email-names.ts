import { useCallback } from "react";
import type { TextKey } from "~/i18n/messages";
import { useText } from "~/i18n/text-provider";

/** The names of emails: a prebuilt one has a name in each language, any other the name that it was given. */
export function useEmailNames(): (email: {
  readonly templateId: string;
  readonly name: string;
}) => string {
  const text = useText("email-names");
  return useCallback(
    ({ templateId, name }) =>
      text.has(templateId) ? text(templateId as TextKey<"email-names">) : name,
    [text],
  );
}
