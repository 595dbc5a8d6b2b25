import { BlockStack, Box, Divider, InlineStack, Text } from "@shopify/polaris";
import { CopyField } from "~/components/copy-field";
import type { LogoReadiness } from "~/delivery/bimi";
import { useText } from "~/i18n/text-provider";
import { copyWords, FoundBadge } from "./record-table";

/** What is missing before inboxes show the store's logo. */
export function InboxLogo({ logo }: { logo: LogoReadiness }) {
  const { hasStrictPolicy, hasLogo, hasCertificate, isSigned, record } = logo;
  const text = useText("sender");
  return (
    <BlockStack gap="300">
      <Divider />
      <Text as="h3" variant="headingSm">
        {text("logo.title")}
      </Text>
      <Text as="p">{text("logo.text")}</Text>
      <Step title={text("logo.policy")} isMet={hasStrictPolicy} hint={text("logo.policyHint")} />
      <Step title={text("logo.logo")} isMet={hasLogo} />
      <Step
        title={text("logo.certificate")}
        isMet={hasCertificate}
        hint={text("logo.certificateHint")}
      />
      {hasLogo === false && (
        <>
          <CopyField
            label={text("records.name")}
            words={copyWords(text, "records.copyName")}
            value={record.name}
          />
          <CopyField
            label={text("records.value")}
            words={copyWords(text, "records.copyValue")}
            value={record.value}
          />
        </>
      )}
      <Box paddingBlockStart="200">
        <Text as="h4" variant="headingSm">
          {text("logo.apple")}
        </Text>
      </Box>
      <Text as="p">{text("logo.appleText")}</Text>
      <Step title={text("logo.policy")} isMet={hasStrictPolicy} />
      <Step title={text("logo.signed")} isMet={isSigned} />
      {hasStrictPolicy === true && isSigned === true && (
        <Text as="p">{text("logo.appleReady")}</Text>
      )}
    </BlockStack>
  );
}

/** @param hint shown until the step is met */
function Step({ title, isMet, hint }: { title: string; isMet: boolean | null; hint?: string }) {
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center" wrap={false} align="space-between">
        <Text as="p">{title}</Text>
        <Box minWidth="fit-content">
          <FoundBadge isFound={isMet} isChecked />
        </Box>
      </InlineStack>
      {hint !== undefined && isMet !== true && (
        <Text as="p" tone="subdued">
          {hint}
        </Text>
      )}
    </BlockStack>
  );
}
