import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { SOCIAL_NETWORKS } from "~/messages/blocks/kinds/social";
import { ChoiceField } from "../fields/choice-field";
import { LineField } from "../fields/line-field";
import type { PanelProps } from "./panel";

const MAX_ACCOUNTS = 8;

/** The initial URL of an account, to be completed. */
const FIRST_URL = "https://www.instagram.com/";

export function SocialPanel({ block, set }: PanelProps<"social">) {
  const { accounts } = block;
  const setAccount = (at: number, change: Partial<(typeof accounts)[number]>) =>
    set({ accounts: accounts.map((it, i) => (i === at ? { ...it, ...change } : it)) });
  return (
    <>
      {accounts.map(({ network, url }, i) => (
        <BlockStack key={i} gap="200">
          <InlineStack align="space-between" blockAlign="center">
            <Text as="h4" variant="headingSm">{`Account ${i + 1}`}</Text>
            <Button
              variant="plain"
              tone="critical"
              accessibilityLabel={`Remove account ${i + 1}`}
              onClick={() => set({ accounts: accounts.filter((_, at) => at !== i) })}
            >
              Remove
            </Button>
          </InlineStack>
          <ChoiceField
            label="Network"
            words={SOCIAL_NETWORKS}
            value={network}
            onChange={(chosen) => setAccount(i, { network: chosen })}
          />
          <LineField
            label="Address"
            value={url}
            onCommit={(text) => setAccount(i, { url: text })}
          />
        </BlockStack>
      ))}
      {accounts.length < MAX_ACCOUNTS && (
        <Button
          onClick={() => set({ accounts: [...accounts, { network: "instagram", url: FIRST_URL }] })}
        >
          Add an account
        </Button>
      )}
    </>
  );
}
