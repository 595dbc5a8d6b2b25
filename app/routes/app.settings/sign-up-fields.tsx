import { BlockStack, ChoiceList, Text } from "@shopify/polaris";
import type { ConsentText } from "~/delivery/consents/consent-store.server";
import type { OptInRule } from "~/delivery/settings/opt-in-rule";
import { useText } from "~/i18n/text-provider";
import type { SettingsFieldProps } from "./settings-fields";

export type LiveTextView = Pick<ConsentText, "locale" | "version" | "text">;

interface SignUpFieldsProps extends Omit<SettingsFieldProps, "autoComplete"> {
  liveTexts: readonly LiveTextView[];
}

const RULES = ["where_required", "double", "single"] as const satisfies readonly OptInRule[];

/** Confirmation of sign-ups, and the consent texts. */
export function SignUpFields({ id, value, error, onChange, liveTexts }: SignUpFieldsProps) {
  const text = useText("settings");
  return (
    <BlockStack gap="500">
      <div id={id}>
        <ChoiceList
          title={text("signUps.rule")}
          choices={RULES.map((rule) => ({
            value: rule,
            label: text(`signUps.${rule}`),
            helpText: text(`signUps.${rule}Help`),
          }))}
          selected={[value]}
          {...(typeof error === "string" && { error })}
          onChange={([chosen]) => {
            if (chosen !== undefined) onChange(chosen);
          }}
        />
      </div>
      <BlockStack gap="200">
        <Text as="h3" variant="bodyMd">
          {text("signUps.consent")}
        </Text>
        {liveTexts.length === 0 ? (
          <Text as="p" tone="subdued">
            {text("signUps.noConsent")}
          </Text>
        ) : (
          liveTexts.map(({ locale, version, text: consent }) => (
            <BlockStack key={locale} gap="050">
              <Text as="p">{consent}</Text>
              <Text as="p" tone="subdued" variant="bodySm">
                {locale === ""
                  ? text("signUps.noLanguage", { version })
                  : text("signUps.version", { language: locale, version })}
              </Text>
            </BlockStack>
          ))
        )}
      </BlockStack>
    </BlockStack>
  );
}
