import { useFetcher } from "@remix-run/react";
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  Form,
  InlineStack,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { formatDay } from "~/components/formats";
import type { TestOutcome } from "~/delivery/send-example.server";
import type { TestAddressRow } from "~/delivery/test-emails/test-address-store.server";

interface TestAddressesCardProps {
  addresses: readonly TestAddressRow[];
  timeZone: string;
}

/** Further addresses for test emails and reports. */
export function TestAddressesCard({ addresses, timeZone }: TestAddressesCardProps) {
  const [to, setTo] = useState("");
  const change = useFetcher<TestOutcome>();
  const isBusy = change.state !== "idle";
  const submit = (body: { to: string } | { remove: string }) =>
    change.submit(body, {
      method: "post",
      action: "/app/test-addresses",
      encType: "application/json",
    });
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Test addresses
          </Text>
          <Text as="p" tone="subdued">
            Test emails and reports go to your store’s contact address, and to the addresses below
            once their owner has confirmed them.
          </Text>
        </BlockStack>
        <Outcome outcome={isBusy ? undefined : change.data} />
        {addresses.length > 0 && (
          <BlockStack as="ul" gap="300">
            {addresses.map((row) => (
              <AddressLine
                key={row.id}
                row={row}
                timeZone={timeZone}
                isBusy={isBusy}
                onResend={() => submit({ to: row.address })}
                onRemove={() => submit({ remove: row.id })}
              />
            ))}
          </BlockStack>
        )}
        <Form
          onSubmit={() => {
            submit({ to });
            setTo("");
          }}
        >
          <TextField
            label="Email address"
            type="email"
            autoComplete="email"
            placeholder="colleague@your-store.com"
            helpText="It gets an email with a link to confirm it."
            value={to}
            onChange={setTo}
            connectedRight={
              <Button submit disabled={to.trim() === ""} loading={isBusy}>
                Add address
              </Button>
            }
          />
        </Form>
      </BlockStack>
    </Card>
  );
}

function Outcome({ outcome }: { outcome: TestOutcome | undefined }) {
  if (outcome?.kind !== "refused") return null;
  return (
    <Banner tone="critical">
      <p>{outcome.problem}</p>
    </Banner>
  );
}

interface AddressLineProps {
  row: TestAddressRow;
  timeZone: string;
  isBusy: boolean;
  onResend: () => void;
  onRemove: () => void;
}

export function AddressLine({ row, timeZone, isBusy, onResend, onRemove }: AddressLineProps) {
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
              {`Confirmation email sent on ${formatDay(requestedAt, timeZone)}`}
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
              accessibilityLabel={`Resend the confirmation email to ${address}`}
            >
              Resend
            </Button>
          )}
          <Button
            onClick={onRemove}
            disabled={isBusy}
            tone="critical"
            variant="tertiary"
            accessibilityLabel={`Remove ${address}`}
          >
            Remove
          </Button>
        </InlineStack>
      )}
    </InlineStack>
  );
}

function StateBadge({ state }: { state: TestAddressRow["state"] }) {
  switch (state) {
    case "pending":
      return <Badge tone="attention">Not confirmed yet</Badge>;
    case "confirmed":
      return <Badge tone="success">Confirmed</Badge>;
    case "stopped":
      return <Badge>Wants no test emails</Badge>;
  }
}
