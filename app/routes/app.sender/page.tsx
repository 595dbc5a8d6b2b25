import { Banner, BlockStack, Box, Button, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { formatInstant } from "~/components/formats";
import { EmptyMessage } from "~/components/lists/empty-message";
import { StandstillBanners } from "~/components/mail/standstill-banners";
import type { BrakeKind } from "~/delivery/brakes/judge-brake";
import type { SenderRequest } from "~/delivery/sender/answer-sender-request.server";
import type { SenderDomain, SenderPage as Sender } from "~/delivery/sender/sender-page.server";
import { ConfirmRelease } from "./confirm-release";
import { DomainBadge } from "./domain-badge";
import { RecordTable } from "./record-table";

interface SenderPageProps {
  sender: Sender;
  error: string | null;
  done: string | null;
  isBusy: boolean;
  onAsk: (request: SenderRequest) => void;
}

/** Where mails are from: the domain, its DNS records, and what holds mails back. */
export function SenderPage({ sender, error, done, isBusy, onAsk }: SenderPageProps) {
  const { domains, standstills, timeZone, way } = sender;
  const [released, setReleased] = useState<BrakeKind | null>(null);
  return (
    <Page
      title="Sender"
      subtitle="Where your mails are from, and whether they may leave"
      backAction={{ content: "Settings", url: "/app/settings" }}
    >
      <BlockStack gap="400">
        {error && <Banner tone="critical">{error}</Banner>}
        {done && (
          <Banner tone="success">
            <p>{done}.</p>
          </Banner>
        )}
        <StandstillBanners standstills={standstills} timeZone={timeZone} onRelease={setReleased} />
        {domains.length === 0 && (
          <Card>
            <EmptyMessage
              heading="No sender yet"
              text="Set a sender address in the settings first. Its domain is checked here."
              action={{ content: "Open settings", url: "/app/settings" }}
            />
          </Card>
        )}
        {domains.map((of, i) => (
          <BlockStack key={of.domain} gap="400">
            <DomainCard
              of={of}
              use={domains.length === 1 ? null : USES[i === 0 ? "flows" : "campaigns"]}
              way={way}
              timeZone={timeZone}
              isBusy={isBusy}
              onAsk={onAsk}
            />
            {of.warmUp && (
              <WarmUpCard {...of.warmUp} domain={of.domain} isBusy={isBusy} onAsk={onAsk} />
            )}
          </BlockStack>
        ))}
      </BlockStack>
      <Box paddingBlockEnd="800" />
      <ConfirmRelease
        brake={released}
        onClose={() => setReleased(null)}
        onConfirm={(brake) => {
          setReleased(null);
          onAsk({ kind: "release", brake });
        }}
      />
    </Page>
  );
}

const NOT_CHECKED = {
  outbox:
    "Mails are kept on this machine and go to nobody, so the domain is not checked. It is once a mail provider is set up.",
  smtp: "Your own mail server sends. Kindred cannot ask it about the domain, about bounces or about complaints: see that it signs with DKIM and that SPF is set, and import what bounced. The DMARC policy is looked up each day.",
} as const;

const USES = {
  flows: "Flows and confirmations are from here.",
  campaigns: "Campaigns are from here.",
} as const;

interface DomainCardProps
  extends Pick<SenderPageProps, "isBusy" | "onAsk">, Pick<Sender, "way" | "timeZone"> {
  of: SenderDomain;
  /** What is from it; null: everything. */
  use: string | null;
}

function DomainCard({ of, use, way, timeZone, isBusy, onAsk }: DomainCardProps) {
  const { domain, status, records, checkedAt } = of;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="300">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              {domain}
            </Text>
            {way === "resend" && <DomainBadge status={status} />}
          </InlineStack>
          {way !== "outbox" && (
            <Button onClick={() => onAsk({ kind: "check", domain })} loading={isBusy}>
              {way === "resend" && (status === null || status === "missing")
                ? "Set up"
                : "Check now"}
            </Button>
          )}
        </InlineStack>
        {use && <Text as="p">{use}</Text>}
        {way !== "resend" ? (
          <Text as="p">{NOT_CHECKED[way]}</Text>
        ) : (
          <Text as="p" tone="subdued">
            {checkedAt === null
              ? "Not checked yet. “Set up” makes the domain known to Resend and shows the DNS records to set."
              : `Checked on ${formatInstant(checkedAt, timeZone)}. It is checked each day, and every few minutes while it is new.`}
          </Text>
        )}
        {way === "resend" && status === "unchecked" && (
          <Text as="p">
            Resend did not let Kindred ask about the domain: a key that may only send cannot. Verify
            the domain in Resend, or give Kindred a key with full access.
          </Text>
        )}
        {isPolicyMissing(records) && (
          <Text as="p">
            The DMARC record is missing. Gmail, Yahoo and Outlook refuse bulk mail from a domain
            that has none, so {way === "resend" ? "mails wait until it is set" : "set it"}.
          </Text>
        )}
        {records.length > 0 && <RecordTable records={records} />}
      </BlockStack>
    </Card>
  );
}

const isPolicyMissing = (records: SenderDomain["records"]): boolean =>
  records.some(({ purpose, isFound }) => purpose === "dmarc" && isFound === false);

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
          {`${sent} of ${limit} mails have left in the last 24 hours. Mailbox providers distrust a domain that they do not know and that writes to thousands at once, so the number grows each day for two weeks. Mails over it wait.`}
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
