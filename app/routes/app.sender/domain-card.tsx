import { Badge, Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { Dialog } from "~/components/forms/dialog";
import type { SenderRequest } from "~/pages/sender/answer-sender-request.server";
import type { SenderDomain, SenderPageData } from "~/pages/sender/sender-page.server";
import { useFormat, useText } from "~/i18n/text-provider";
import { InboxLogo } from "./inbox-logo";
import { RecordTable } from "./record-table";
import type { Mailer } from "~/delivery/mailer";
import type { DomainStatus } from "~/delivery/sending-domain";

interface DomainCardProps extends Pick<SenderPageData, "way"> {
  of: SenderDomain;
  isBusy: boolean;
  onSubmit: (request: SenderRequest) => void;
}

function NotChecked({ way }: { way: Exclude<Mailer["name"], "resend"> }) {
  const text = useText("sender");
  return (
    <Text as="p">
      {way === "outbox" || way === "smtp"
        ? text(`domain.notChecked.${way}`)
        : text("domain.notChecked.provider", { provider: way })}
    </Text>
  );
}

/** One domain: its owner, its DNS records, and its actions. */
export function DomainCard({ of, way, isBusy, onSubmit }: DomainCardProps) {
  const { domain, owner, use, status, proof, records, logo, checkedAt } = of;
  const text = useText("sender");
  const format = useFormat();
  const [isMoving, setMoving] = useState(false);
  const isOwn = owner === "this";
  const shown = [...(proof && (!isOwn || way !== "resend") ? [proof] : []), ...records];
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
                  onClick={() => onSubmit({ kind: "remove_domain", domain })}
                  disabled={isBusy}
                >
                  {text("domain.remove")}
                </Button>
              )}
              {owner === "other" ? (
                <Button onClick={() => setMoving(true)} loading={isBusy}>
                  {text("domain.move")}
                </Button>
              ) : (
                <Button onClick={() => onSubmit({ kind: "check", domain })} loading={isBusy}>
                  {text(checkedAt === null ? "domain.check" : "domain.checkAgain")}
                </Button>
              )}
            </InlineStack>
          )}
        </InlineStack>
        {owner === "other" && <OthersBanner of={of} />}
        {use !== "everything" && <Text as="p">{text(`domain.use.${use ?? "none"}`)}</Text>}
        {way !== "outbox" && owner === null && (
          <Text as="p">{text("domain.prove", { domain })}</Text>
        )}
        {way !== "resend" && <NotChecked way={way} />}
        {way !== "outbox" && checkedAt !== null && (
          <Text as="p" tone="subdued">
            {text(use === null ? "domain.checked" : "domain.checkedUsed", {
              time: format.instant(checkedAt),
            })}
          </Text>
        )}
        {way === "resend" && status === "unchecked" && (
          <Text as="p">{text("domain.unchecked")}</Text>
        )}
        {isPolicyMissing(records) && (
          <Text as="p">{text(`domain.noDmarc.${way === "resend" ? "resend" : "smtp"}`)}</Text>
        )}
        {way !== "outbox" && shown.length > 0 && (
          <RecordTable records={shown} isChecked={checkedAt !== null} />
        )}
        {way !== "outbox" && isOwn && checkedAt !== null && <InboxLogo logo={logo} />}
      </BlockStack>
      <ConfirmMove
        domain={isMoving ? domain : null}
        onClose={() => setMoving(false)}
        onConfirm={() => {
          setMoving(false);
          onSubmit({ kind: "move", domain });
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
  const text = useText("sender");
  if (owner === "this") return <Badge tone="success">{text("owner.this")}</Badge>;
  if (owner === "other") return <Badge tone="critical">{text("owner.other")}</Badge>;
  return <Badge tone="attention">{text(isChecked ? "owner.unproved" : "owner.unchecked")}</Badge>;
}

function OthersBanner({ of }: { of: SenderDomain }) {
  const text = useText("sender");
  const format = useFormat();
  const { domain, takenAt } = of;
  return (
    <Banner tone="warning" title={text("others.title", { domain })}>
      <BlockStack gap="200">
        {takenAt !== null && <p>{text("others.taken", { time: format.instant(takenAt) })}</p>}
        <p>{text("others.text")}</p>
      </BlockStack>
    </Banner>
  );
}

const TONES = {
  unchecked: "attention",
  missing: "attention",
  pending: "attention",
  verified: "success",
  lost: "critical",
} as const;

/** A domain's status at the email provider. */
function DomainBadge({ status }: { status: DomainStatus | null }) {
  const text = useText("sender");
  const shown = status ?? "unchecked";
  return <Badge tone={TONES[shown]}>{text(`status.${shown}`)}</Badge>;
}

interface ConfirmMoveProps {
  /** Null: closed. */
  domain: string | null;
  onClose: () => void;
  onConfirm: () => void;
}

/** Confirms moving a domain from another store, whose email then stops. */
function ConfirmMove({ domain, onClose, onConfirm }: ConfirmMoveProps) {
  const text = useText("sender");
  const common = useText("common");
  return (
    <Dialog
      open={domain !== null}
      title={text("move.title", { domain: domain ?? "" })}
      onClose={onClose}
      primaryAction={{ content: text("move.action"), onAction: onConfirm }}
      secondaryActions={[{ content: common("cancel"), onAction: onClose }]}
    >
      <Dialog.Section>
        <Text as="p">{text("move.text")}</Text>
      </Dialog.Section>
    </Dialog>
  );
}
