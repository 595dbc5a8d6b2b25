import { BlockStack, Box, Button, Divider, InlineStack, Text } from "@shopify/polaris";
import { Fragment, useState } from "react";
import { ConfirmModal } from "~/components/forms/confirm-modal";
import { EmptyMessage } from "~/components/lists/empty-message";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ApiKeysPageData } from "~/pages/api-keys/api-keys-page.server";

type Key = ApiKeysPageData["keys"][number];

interface KeyListProps {
  keys: readonly Key[];
  isBusy: boolean;
  onRevoke: (keyId: string) => void;
}

/** The keys with their last use. Revoking one asks first. */
export function KeyList({ keys, isBusy, onRevoke }: KeyListProps) {
  const text = useText("api-keys");
  const common = useText("common");
  const [asked, setAsked] = useState<Key | null>(null);
  if (keys.length === 0) {
    return <EmptyMessage heading={text("empty.heading")} text={text("empty.text")} />;
  }
  return (
    <>
      {keys.map((key, i) => (
        <Fragment key={key.keyId}>
          {i > 0 && <Divider />}
          <Box padding="400">
            <InlineStack gap="400" align="space-between" blockAlign="center" wrap={false}>
              <About apiKey={key} />
              <Button
                tone="critical"
                variant="plain"
                disabled={isBusy}
                accessibilityLabel={text("revoke.label", { name: key.name })}
                onClick={() => setAsked(key)}
              >
                {text("revoke")}
              </Button>
            </InlineStack>
          </Box>
        </Fragment>
      ))}
      <ConfirmModal
        isOpen={asked !== null}
        title={text("revoke.title", { name: asked?.name ?? "" })}
        text={text("revoke.text")}
        action={text("revoke")}
        keep={common("cancel")}
        onClose={() => setAsked(null)}
        onConfirm={() => {
          if (asked) onRevoke(asked.keyId);
          setAsked(null);
        }}
      />
    </>
  );
}

function About({ apiKey: { name, hint, createdAt, lastUsedAt } }: { apiKey: Key }) {
  const text = useText("api-keys");
  const format = useFormat();
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm" breakWord>
        {name}
      </Text>
      <Text as="p" tone="subdued">
        {text("key.about", { hint, day: format.day(createdAt) })}
      </Text>
      <Text as="p" tone="subdued">
        {lastUsedAt === null
          ? text("key.neverUsed")
          : text("key.lastUsed", { time: format.instant(lastUsedAt) })}
      </Text>
    </BlockStack>
  );
}
