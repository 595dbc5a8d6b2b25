import { Badge, Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { formatInstant } from "~/components/formats";
import type { SenderRequest } from "~/delivery/sender/answer-sender-request.server";
import type { SenderDomain, SenderPageData } from "~/delivery/sender/sender-page.server";
import { ConfirmMove } from "./confirm-move";
import { DomainBadge } from "./domain-badge";
import { RecordTable } from "./record-table";

interface DomainCardProps extends Pick<SenderPageData, "way" | "timeZone"> {
  of: SenderDomain;
  isBusy: boolean;
  onAsk: (request: SenderRequest) => void;
}

const NOT_CHECKED = {
  outbox:
    "Emails are kept on this machine and go to nobody, so the domain is not checked. It is once an email provider is set up.",
  smtp: "Your own email server sends. Kindred cannot ask it about the domain, about bounces or about complaints: see that it signs with DKIM and that SPF is set, and import what bounced. The ownership record and the DMARC policy are looked up each day, so keep both.",
} as const;

const USES = {
  everything: null,
  flows: "Flows and confirmations are from here.",
  campaigns: "Campaigns are from here.",
  none: "No email is sent from here. To use it, set a sender address at it in the settings.",
} as const;

/** One domain: its owner, its DNS records, and its actions. */
export function DomainCard({ of, way, timeZone, isBusy, onAsk }: DomainCardProps) {
  const { domain, owner, use, status, proof, records, checkedAt } = of;
  const [isMoving, setMoving] = useState(false);
  const isOwn = owner === "this";
  const shown = [...(proof && (!isOwn || way === "smtp") ? [proof] : []), ...records];
  const words = USES[use ?? "none"];
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="300">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd" breakWord>
              {domain}
            </Text>
            {way !== "outbox" && <OwnerBadge owner={owner} isChecked={checkedAt !== null} />}
            {way === "resend" && isOwn && <DomainBadge status={status} />}
          </InlineStack>
          {way !== "outbox" && (
            <InlineStack gap="200">
              {use === null && (
                <Button
                  variant="tertiary"
                  tone="critical"
                  onClick={() => onAsk({ kind: "remove_domain", domain })}
                  disabled={isBusy}
                >
                  Remove
                </Button>
              )}
              {owner === "other" ? (
                <Button onClick={() => setMoving(true)} loading={isBusy}>
                  Move to this store
                </Button>
              ) : (
                <Button onClick={() => onAsk({ kind: "check", domain })} loading={isBusy}>
                  {checkedAt === null ? "Check" : "Check again"}
                </Button>
              )}
            </InlineStack>
          )}
        </InlineStack>
        {owner === "other" && <OthersBanner of={of} timeZone={timeZone} />}
        {words && <Text as="p">{words}</Text>}
        {way !== "resend" && <Text as="p">{NOT_CHECKED[way]}</Text>}
        {way !== "outbox" && owner === null && (
          <Text as="p">
            {`Prove that ${domain} is yours: add the ownership record to its DNS, then select “Check”. Emails wait until it is found, and nobody else can send from your domain after that.`}
          </Text>
        )}
        {way !== "outbox" && checkedAt !== null && (
          <Text as="p" tone="subdued">
            {`Checked on ${formatInstant(checkedAt, timeZone)}.${use === null ? "" : " It is checked each day, and more often while something is missing."}`}
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
            The DMARC record is missing. Gmail, Yahoo and Outlook refuse bulk email from a domain
            that has none, so {way === "resend" ? "emails wait until it is set" : "set it"}.
          </Text>
        )}
        {way !== "outbox" && shown.length > 0 && (
          <RecordTable records={shown} isChecked={checkedAt !== null} />
        )}
      </BlockStack>
      <ConfirmMove
        domain={isMoving ? domain : null}
        onClose={() => setMoving(false)}
        onConfirm={() => {
          setMoving(false);
          onAsk({ kind: "move", domain });
        }}
      />
    </Card>
  );
}

const isPolicyMissing = (records: SenderDomain["records"]): boolean =>
  records.some(({ purpose, isFound }) => purpose === "dmarc" && isFound === false);

interface OwnerBadgeProps extends Pick<SenderDomain, "owner"> {
  isChecked: boolean;
}

function OwnerBadge({ owner, isChecked }: OwnerBadgeProps) {
  if (owner === "this") return <Badge tone="success">Yours</Badge>;
  if (owner === "other") return <Badge tone="critical">Belongs to another store</Badge>;
  return <Badge tone="attention">{isChecked ? "Not proved yet" : "Not checked yet"}</Badge>;
}

function OthersBanner({ of, timeZone }: { of: SenderDomain; timeZone: string }) {
  const { domain, takenAt } = of;
  return (
    <Banner tone="warning" title={`${domain} belongs to another store`}>
      <BlockStack gap="200">
        {takenAt !== null && (
          <p>
            {`It was this store’s until another store proved on ${formatInstant(takenAt, timeZone)} that it is its own. If nobody of yours did this, check who can change your domain’s DNS.`}
          </p>
        )}
        <p>
          If it’s your domain, add the ownership record below to its DNS and select “Move to this
          store”. If it’s not, set another sender address in the settings.
        </p>
      </BlockStack>
    </Banner>
  );
}
