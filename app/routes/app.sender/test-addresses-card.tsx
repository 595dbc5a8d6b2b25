import { useFetcher } from "@remix-run/react";
import { Badge, BlockStack, Button, Form, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { ErrorBanner } from "~/components/error-banner";
import { describeTestRefusal } from "~/components/email/test-email-form";
import { TitledCard } from "~/components/titled-card";
import type { TestAddressRow } from "~/delivery/test-emails/test-address-store.server";
import type { TestOutcome } from "~/pages/test-emails/test-outcome";
import { useFormat, useText } from "~/i18n/text-provider";

interface TestAddressesCardProps {
  addresses: readonly TestAddressRow[];
}

/** Further addresses for test emails and reports. */
export function TestAddressesCard({ addresses }: TestAddressesCardProps) {
  const text = useText("sender");
  const change = useFetcher<TestOutcome>();
  const isBusy = change.state !== "idle";
  const submit = (body: { to: string } | { remove: string }) =>
    change.submit(body, {
      method: "post",
      action: "/app/test-addresses",
      encType: "application/json",
    });
  return (
    <TitledCard title={text("tests.title")} text={text("tests.text")}>
      <Outcome outcome={isBusy ? undefined : change.data} />
      {addresses.length > 0 && (
        <BlockStack as="ul" gap="300">
          {addresses.map((row) => (
            <AddressLine
              key={row.id}
              row={row}
              isBusy={isBusy}
              onResend={() => submit({ to: row.address })}
              onRemove={() => submit({ remove: row.id })}
            />
          ))}
        </BlockStack>
      )}
      {/* Its field is empty again once the address is in the list, and not if it is refused. */}
      <AddAddress key={addresses.length} isBusy={isBusy} onAdd={(to) => submit({ to })} />
    </TitledCard>
  );
}

function AddAddress({ isBusy, onAdd }: { isBusy: boolean; onAdd: (to: string) => void }) {
  const text = useText("sender");
  const common = useText("common");
  const [to, setTo] = useState("");
  return (
    <Form onSubmit={() => onAdd(to)}>
      <TextField
        label={text("tests.label")}
        type="email"
        autoComplete="email"
        placeholder={common("example.colleagueAddress")}
        helpText={text("tests.help")}
        value={to}
        onChange={setTo}
        connectedRight={
          <Button submit disabled={to.trim() === ""} loading={isBusy}>
            {text("tests.add")}
          </Button>
        }
      />
    </Form>
  );
}

function Outcome({ outcome }: { outcome: TestOutcome | undefined }) {
  const text = useText("email-preview");
  if (outcome?.kind !== "refused") return null;
  return (
    <ErrorBanner>
      <p>{describeTestRefusal(outcome, text)}</p>
    </ErrorBanner>
  );
}

interface AddressLineProps {
  row: TestAddressRow;
  isBusy: boolean;
  onResend: () => void;
  onRemove: () => void;
}

export function AddressLine({ row, isBusy, onResend, onRemove }: AddressLineProps) {
  const text = useText("sender");
  const format = useFormat();
  const { address, state, requestedAt } = row;
  return (
    <InlineStack as="li" align="space-between" blockAlign="center" gap="200">
      <BlockStack gap="050">
        <Text as="span" breakWord>
          {address}
        </Text>
        <InlineStack gap="200" blockAlign="center">
          <StateBadge state={state} />
          {state === "pending" && (
            <Text as="span" variant="bodySm" tone="subdued">
              {text("tests.requested", { day: format.day(requestedAt) })}
            </Text>
          )}
        </InlineStack>
      </BlockStack>
      {state !== "stopped" && (
        <InlineStack gap="200">
          {state === "pending" && (
            <Button
              onClick={onResend}
              disabled={isBusy}
              accessibilityLabel={text("tests.resendLabel", { address })}
            >
              {text("tests.resend")}
            </Button>
          )}
          <Button
            onClick={onRemove}
            disabled={isBusy}
            tone="critical"
            variant="tertiary"
            accessibilityLabel={text("tests.removeLabel", { address })}
          >
            {text("tests.remove")}
          </Button>
        </InlineStack>
      )}
    </InlineStack>
  );
}

const TONES = { pending: "attention", confirmed: "success", stopped: undefined } as const;

function StateBadge({ state }: { state: TestAddressRow["state"] }) {
  const text = useText("sender");
  const tone = TONES[state];
  return <Badge {...(tone && { tone })}>{text(`tests.${state}`)}</Badge>;
}
