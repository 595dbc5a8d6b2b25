import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, ButtonGroup, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { formatCalendarDay } from "~/components/formats";
import { SECRET_OVERLAP_DAYS } from "~/delivery/actions/hook-call";
import type { loader } from "../../app.flows.signing-secret";

const PATH = "/app/flows/signing-secret";

/** The webhook signing secret for the receiver; loaded on demand. */
export function SigningSecret() {
  const { load, submit, data, state } = useFetcher<typeof loader>();
  const [isAsking, setIsAsking] = useState(false);
  if (!data) {
    return (
      <InlineStack align="start">
        <Button loading={state !== "idle"} onClick={() => load(PATH)}>
          Show the signing secret
        </Button>
      </InlineStack>
    );
  }
  const replace = () => {
    setIsAsking(false);
    submit({}, { method: "post", action: PATH });
  };
  return (
    <BlockStack gap="200">
      <TextField
        label="Signing secret"
        value={data.secret}
        readOnly
        autoComplete="off"
        selectTextOnFocus
        helpText={`The same for all webhooks of your flows. Keep it where only the receiver finds it.${overlapWords(data.previousUntil)}`}
      />
      {isAsking ? (
        <BlockStack gap="200">
          <Text as="p">
            {`For ${SECRET_OVERLAP_DAYS} days webhooks carry two signatures, by the new secret and by this one: give your receiver the new one in that time. ${data.previousUntil === null ? "After that this one no longer counts." : "The secret before this one stops counting at once."}`}
          </Text>
          <ButtonGroup>
            <Button onClick={replace}>Replace it</Button>
            <Button variant="tertiary" onClick={() => setIsAsking(false)}>
              Keep it
            </Button>
          </ButtonGroup>
        </BlockStack>
      ) : (
        <InlineStack align="start">
          <Button variant="plain" loading={state !== "idle"} onClick={() => setIsAsking(true)}>
            Replace the secret
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}

function overlapWords(previousUntil: string | null): string {
  if (previousUntil === null) return "";
  return ` Until ${formatCalendarDay(previousUntil.slice(0, 10))} webhooks are signed with the one before, too.`;
}
