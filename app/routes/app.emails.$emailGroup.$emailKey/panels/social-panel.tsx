import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import { MAX_SOCIAL_ACCOUNTS, SOCIAL_NETWORKS } from "~/messages/brand/social-accounts";
import { ChoiceField } from "../fields/choice-field";
import { LineField } from "../fields/line-field";
import type { PanelProps } from "./panel";

const NETWORKS = Object.keys(SOCIAL_NETWORKS) as (keyof typeof SOCIAL_NETWORKS)[];

/** The initial URL of an account, to be completed. */
const FIRST_URL = "https://www.instagram.com/";

export function SocialPanel({ block, set }: PanelProps<"social">) {
  const text = useText("email-editor");
  const { accounts } = block;
  const setAccount = (at: number, change: Partial<(typeof accounts)[number]>) =>
    set({ accounts: accounts.map((it, i) => (i === at ? { ...it, ...change } : it)) });
  return (
    <>
      {accounts.map(({ network, url }, i) => (
        <BlockStack key={i} gap="200">
          <InlineStack align="space-between" blockAlign="center">
            <Text as="h4" variant="headingSm">
              {text("social.account", { number: i + 1 })}
            </Text>
            <Button
              variant="plain"
              tone="critical"
              accessibilityLabel={text("social.remove", { number: i + 1 })}
              onClick={() => set({ accounts: accounts.filter((_, at) => at !== i) })}
            >
              {text("remove")}
            </Button>
          </InlineStack>
          <ChoiceField
            label={text("social.network")}
            values={NETWORKS}
            nameOf={(it) => SOCIAL_NETWORKS[it]}
            value={network}
            onChange={(chosen) => setAccount(i, { network: chosen })}
          />
          <LineField
            label={text("social.url")}
            value={url}
            onCommit={(changed) => setAccount(i, { url: changed })}
          />
        </BlockStack>
      ))}
      {accounts.length < MAX_SOCIAL_ACCOUNTS && (
        <Button
          onClick={() => set({ accounts: [...accounts, { network: "instagram", url: FIRST_URL }] })}
        >
          {text("social.add")}
        </Button>
      )}
    </>
  );
}
