import { BlockStack, Button, Text } from "@shopify/polaris";
import { useScopeQuestion } from "~/components/use-scope-question";
import { SHOP_FILES } from "~/shopify/shop-files";

/** Requests access to the shop's files when the merchant first chooses an image. */
export function FilesPermissionRequest({ onGranted }: { onGranted: () => void }) {
  const { answer, onAsk } = useScopeQuestion(SHOP_FILES, onGranted);
  return (
    <BlockStack gap="300" inlineAlign="start">
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          Your pictures lie in your shop’s files
        </Text>
        <Text as="p">
          Kindred may not see or change these files unless you allow it. It then shows you your
          pictures here, and adds the ones that you upload. It deletes none.
        </Text>
      </BlockStack>
      <div aria-live="polite">
        {answer === "declined" && (
          <Text as="p" tone="critical">
            You said no. You can say yes here at any time, or paste the address of a picture
            instead.
          </Text>
        )}
        {answer === "failed" && (
          <Text as="p" tone="critical">
            Shopify did not ask you. Try again, or paste the address of a picture instead.
          </Text>
        )}
      </div>
      <Button variant="primary" loading={answer === "asking"} onClick={onAsk}>
        Let Kindred use your files
      </Button>
    </BlockStack>
  );
}
