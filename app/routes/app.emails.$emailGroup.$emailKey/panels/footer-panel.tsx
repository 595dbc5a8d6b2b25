import { BlockStack, Link, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { EmailReason } from "~/messages/blocks/kinds/footer";
import { ChoiceField } from "../fields/choice-field";
import type { Editor } from "../use-editor";

const REASONS = [
  "subscribed",
  "checkout",
  "cart",
  "viewed",
  "order",
  "request",
  "birthday",
] as const satisfies readonly EmailReason[];

/** The footer of every email. */
export function FooterPanel({ editor: { document, edit } }: { editor: Editor }) {
  const text = useText("email-editor");
  return (
    <BlockStack gap="400">
      <Text as="h2" variant="headingMd">
        {text("footer")}
      </Text>
      <Text as="p">
        {text.rich("footer.about", {
          link: (words) => <Link url="/app/settings">{words}</Link>,
        })}
      </Text>
      <ChoiceField
        label={text("footer.reason")}
        values={REASONS}
        nameOf={(it) => text(`footer.${it}`)}
        value={document.footer.because}
        onChange={(because) => edit({ kind: "set_reason", because })}
      />
    </BlockStack>
  );
}
