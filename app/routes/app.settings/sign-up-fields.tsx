import { BlockStack, ChoiceList, Text } from "@shopify/polaris";

export interface LiveText {
  readonly locale: string;
  readonly version: string;
  readonly text: string;
}

interface SignUpFieldsProps {
  id: string;
  value: string;
  error: string | boolean;
  onChange: (value: string) => void;
  liveTexts: readonly LiveText[];
}

const CHOICES = [
  {
    value: "where_required",
    label: "Ask by mail where the law wants proof",
    helpText: "For shops in Germany, Austria and Switzerland, and for forms in German.",
  },
  {
    value: "double",
    label: "Always ask by mail first",
    helpText: "Whoever signs up gets a mail with a button. Only then are they on the list.",
  },
  {
    value: "single",
    label: "Never ask",
    helpText:
      "Whoever signs up is on the list at once, also where somebody else typed the address.",
  },
];

/** Whether sign-ups are confirmed, and which words shoppers agree to. */
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
