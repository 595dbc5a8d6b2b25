import { BlockStack, ChoiceList, Text } from "@shopify/polaris";
import type { ConsentText } from "~/delivery/opt-in/consent-store.server";

export type LiveTextView = Pick<ConsentText, "locale" | "version" | "text">;

interface SignUpFieldsProps {
  id: string;
  value: string;
  error: string | boolean;
  onChange: (value: string) => void;
  liveTexts: readonly LiveTextView[];
}

const CHOICES = [
  {
    value: "where_required",
    label: "Ask by email where the law wants proof",
    helpText:
      "In stores that are in, or ship to, Germany, Austria or Switzerland. Everybody who signs up is asked then, whatever their language.",
  },
  {
    value: "double",
    label: "Always ask by email first",
    helpText: "Whoever signs up gets an email with a button. Only then are they on the list.",
  },
  {
    value: "single",
    label: "Never ask",
    helpText:
      "Whoever signs up is on the list at once, even if somebody else typed the address. Only people who have unsubscribed are still asked by email.",
  },
];

/** Confirmation of sign-ups, and the consent texts. */
export function SignUpFields({ id, value, error, onChange, liveTexts }: SignUpFieldsProps) {
  return (
    <BlockStack gap="500">
      <div id={id}>
        <ChoiceList
          title="Confirming addresses"
          choices={CHOICES}
          selected={[value]}
          {...(typeof error === "string" && { error })}
          onChange={([chosen]) => {
            if (chosen !== undefined) onChange(chosen);
          }}
        />
      </div>
      <BlockStack gap="200">
        <Text as="h3" variant="bodyMd">
          What shoppers agree to now
        </Text>
        {liveTexts.length === 0 ? (
          <Text as="p" tone="subdued">
            Nobody has signed up yet. Add the sign-up form to your theme, and the words that stand
            beside its button are kept with each sign-up and shown here.
          </Text>
        ) : (
          liveTexts.map(({ locale, version, text }) => (
            <BlockStack key={locale} gap="050">
              <Text as="p">{text}</Text>
              <Text as="p" tone="subdued" variant="bodySm">
                {`${locale === "" ? "No language" : locale}, version ${version}`}
              </Text>
            </BlockStack>
          ))
        )}
      </BlockStack>
    </BlockStack>
  );
}
