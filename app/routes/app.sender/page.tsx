import { Banner, BlockStack, Box, Button, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { ErrorBanner } from "~/components/error-banner";
import { Dialog } from "~/components/forms/dialog";
import { EmptyMessage } from "~/components/lists/empty-message";
import { SendingBlockBanners } from "~/components/email/sending-block-banners";
import { TitledCard } from "~/components/titled-card";
import type { FailureKind } from "~/delivery/auto-pause/auto-pause-rule";
import type {
  SenderOutcome,
  SenderProblem,
  SenderRequest,
} from "~/pages/sender/answer-sender-request.server";
import type { SenderPageData as Sender } from "~/pages/sender/sender-page.server";
import { useText } from "~/i18n/text-provider";
import { AddDomainCard } from "./add-domain-card";
import { BouncesCard } from "./bounces-card";
import { DomainCard } from "./domain-card";
import { TestAddressesCard } from "./test-addresses-card";

interface SenderPageProps {
  sender: Sender;
  error: SenderProblem | null;
  done: SenderOutcome | null;
  isBusy: boolean;
  onSubmit: (request: SenderRequest) => void;
}

/** The sender: domain, DNS records and sending blocks. */
export function SenderPage({ sender, error, done, isBusy, onSubmit }: SenderPageProps) {
  const { domains, sendingBlocks, way } = sender;
  const text = useText("sender");
  const [released, setReleased] = useState<FailureKind | null>(null);
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      backAction={{ content: text("settings"), url: "/app/settings" }}
    >
      <BlockStack gap="400">
        {error && (
          <ErrorBanner>
            <p>{text(`problem.${error.kind}`, { ...error })}</p>
          </ErrorBanner>
        )}
        {done && (
          <Banner tone="success">
            <p>{text(`done.${done.kind}`, { ...done })}</p>
          </Banner>
        )}
        <SendingBlockBanners
          sendingBlocks={sendingBlocks}
          controls={{
            onRelease: setReleased,
            onVouch: () => onSubmit({ kind: "vouch_for_sign_ups" }),
          }}
        />
        {domains.length === 0 && (
          <Card>
            <EmptyMessage
              heading={text("empty.heading")}
              text={text("empty.text")}
              action={{ content: text("empty.action"), url: "/app/settings" }}
            />
          </Card>
        )}
        {domains.map((of) => (
          <BlockStack key={of.domain} gap="400">
            <DomainCard of={of} way={way} isBusy={isBusy} onSubmit={onSubmit} />
            {of.warmUp && (
              <WarmUpCard {...of.warmUp} domain={of.domain} isBusy={isBusy} onSubmit={onSubmit} />
            )}
          </BlockStack>
        ))}
        {sender.bounces && <BouncesCard {...sender.bounces} />}
        {way !== "outbox" && (
          // Its field is empty again once the domain is in the list, and not if it is refused.
          <AddDomainCard key={sender.domains.length} isBusy={isBusy} onSubmit={onSubmit} />
        )}
        <TestAddressesCard addresses={sender.testAddresses} />
      </BlockStack>
      <Box paddingBlockEnd="800" />
      <ConfirmRelease
        failureKind={released}
        onClose={() => setReleased(null)}
        onConfirm={(failureKind) => {
          setReleased(null);
          onSubmit({ kind: "release", failureKind });
        }}
      />
    </Page>
  );
}

interface WarmUpCardProps extends Pick<SenderPageProps, "isBusy" | "onSubmit"> {
  domain: string;
  limit: number;
  sent: number;
}

function WarmUpCard({ domain, limit, sent, isBusy, onSubmit }: WarmUpCardProps) {
  const text = useText("sender");
  return (
    <TitledCard title={text("warmUp.title")} gap="300">
      <Text as="p">{text("warmUp.text", { sent, limit })}</Text>
      <InlineStack>
        <Button onClick={() => onSubmit({ kind: "end_warm_up", domain })} loading={isBusy}>
          {text("warmUp.end")}
        </Button>
      </InlineStack>
    </TitledCard>
  );
}

interface ConfirmReleaseProps {
  failureKind: FailureKind | null;
  onClose: () => void;
  onConfirm: (failureKind: FailureKind) => void;
}

/** Confirms the release of a sending block, because it can harm the domain's reputation. */
function ConfirmRelease({ failureKind, onClose, onConfirm }: ConfirmReleaseProps) {
  const text = useText("sender");
  return (
    <Dialog
      open={failureKind !== null}
      title={text("release.title")}
      onClose={onClose}
      primaryAction={{
        content: text("release.action"),
        destructive: true,
        onAction: () => {
          if (failureKind !== null) onConfirm(failureKind);
        },
      }}
      secondaryActions={[{ content: text("release.keep"), onAction: onClose }]}
    >
      <Dialog.Section>
        <Text as="p">{text("release.text")}</Text>
      </Dialog.Section>
    </Dialog>
  );
}
