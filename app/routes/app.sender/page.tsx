import { Banner, BlockStack, Box, Button, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { EmptyMessage } from "~/components/lists/empty-message";
import { SendingBlockBanners } from "~/components/email/sending-block-banners";
import type { FailureKind } from "~/delivery/auto-pause/auto-pause-rule";
import type { SenderRequest } from "~/delivery/sender/answer-sender-request.server";
import type { SenderPageData as Sender } from "~/delivery/sender/sender-page.server";
import { AddDomainCard } from "./add-domain-card";
import { ConfirmRelease } from "./confirm-release";
import { DomainCard } from "./domain-card";
import { TestAddressesCard } from "./test-addresses-card";

interface SenderPageProps {
  sender: Sender;
  error: string | null;
  done: string | null;
  isBusy: boolean;
  onAsk: (request: SenderRequest) => void;
}

/** The sender: domain, DNS records and sending blocks. */
export function SenderPage({ sender, error, done, isBusy, onAsk }: SenderPageProps) {
  const { domains, sendingBlocks, timeZone, way } = sender;
  const [released, setReleased] = useState<FailureKind | null>(null);
  return (
    <Page
      title="Sender"
      subtitle="Where your emails are from, and whether they may leave"
      backAction={{ content: "Settings", url: "/app/settings" }}
    >
      <BlockStack gap="400">
        {error && <Banner tone="critical">{error}</Banner>}
        {done && (
          <Banner tone="success">
            <p>{done}.</p>
          </Banner>
        )}
        <SendingBlockBanners
          sendingBlocks={sendingBlocks}
          controls={{
            onRelease: setReleased,
            onVouch: () => onAsk({ kind: "vouch_for_sign_ups" }),
          }}
        />
        {domains.length === 0 && (
          <Card>
            <EmptyMessage
              heading="No sender yet"
              text="Set a sender address in the settings first. Its domain is checked here."
              action={{ content: "Open settings", url: "/app/settings" }}
            />
          </Card>
        )}
        {domains.map((of) => (
          <BlockStack key={of.domain} gap="400">
            <DomainCard of={of} way={way} timeZone={timeZone} isBusy={isBusy} onAsk={onAsk} />
            {of.warmUp && (
              <WarmUpCard {...of.warmUp} domain={of.domain} isBusy={isBusy} onAsk={onAsk} />
            )}
          </BlockStack>
        ))}
        {way !== "outbox" && <AddDomainCard isBusy={isBusy} onAsk={onAsk} />}
        <TestAddressesCard addresses={sender.testAddresses} timeZone={timeZone} />
      </BlockStack>
      <Box paddingBlockEnd="800" />
      <ConfirmRelease
        failureKind={released}
        onClose={() => setReleased(null)}
        onConfirm={(failureKind) => {
          setReleased(null);
          onAsk({ kind: "release", failureKind });
        }}
      />
    </Page>
  );
}

interface WarmUpCardProps extends Pick<SenderPageProps, "isBusy" | "onAsk"> {
  domain: string;
  limit: number;
  sent: number;
}

function WarmUpCard({ domain, limit, sent, isBusy, onAsk }: WarmUpCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Warming up
        </Text>
        <Text as="p">
          {`${sent} of ${limit} emails have left in the last 24 hours. Mailbox providers distrust a domain that they do not know and that writes to thousands at once, so the number grows each day for two weeks. Emails over it wait.`}
        </Text>
        <InlineStack>
          <Button onClick={() => onAsk({ kind: "end_warm_up", domain })} loading={isBusy}>
            My domain is known already
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
