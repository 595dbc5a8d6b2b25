import { BlockStack, Button, Text } from "@shopify/polaris";
import { useScopeQuestion } from "~/components/use-scope-question";
import { useText } from "~/i18n/text-provider";
import { SHOP_FILES } from "~/shopify/operations/staged-uploads";

/** Requests access to the shop's files when the merchant first chooses an image. */
export function FilesPermissionRequest({ onGranted }: { onGranted: () => void }) {
  const text = useText("pictures");
  const { answer, onAsk } = useScopeQuestion(SHOP_FILES, onGranted);
  return (
    <BlockStack gap="300" inlineAlign="start">
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          {text("access.title")}
        </Text>
        <Text as="p">{text("access.text")}</Text>
      </BlockStack>
      <div aria-live="polite">
        {(answer === "declined" || answer === "failed") && (
          <Text as="p" tone="critical">
            {text(`access.${answer}`)}
          </Text>
        )}
      </div>
      <Button variant="primary" loading={answer === "asking"} onClick={onAsk}>
        {text("access.action")}
      </Button>
    </BlockStack>
  );
}
