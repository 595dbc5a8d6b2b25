import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, ButtonGroup, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { SECRET_OVERLAP_DAYS } from "~/delivery/actions/hook-call";
import { useFormat, useText } from "~/i18n/text-provider";
import type { loader } from "../../app.flows.signing-secret";

const PATH = "/app/flows/signing-secret";

/** The webhook signing secret for the receiver; loaded on demand. */
export function SigningSecret() {
  const text = useText("flow-editor");
  const common = useText("common");
  const format = useFormat();
  const { load, submit, data, state } = useFetcher<typeof loader>();
  const [isConfirming, setIsConfirming] = useState(false);
  if (!data) {
    return (
      <InlineStack align="start">
        <Button loading={state !== "idle"} onClick={() => load(PATH)}>
          {text("secret.show")}
        </Button>
      </InlineStack>
    );
  }
  const replace = () => {
    setIsConfirming(false);
    submit({}, { method: "post", action: PATH });
  };
  return (
    <BlockStack gap="200">
      <TextField
        label={text("secret.label")}
        value={data.secret}
        readOnly
        autoComplete="off"
        selectTextOnFocus
        helpText={text("secret.help")}
      />
      {data.previousUntil !== null && (
        <Text as="p" variant="bodySm" tone="subdued">
          {text("secret.overlap", { day: format.day(data.previousUntil) })}
        </Text>
      )}
      {isConfirming ? (
        <BlockStack gap="200">
          <Text as="p">
            {text(data.previousUntil === null ? "secret.confirm" : "secret.confirmLast", {
              days: SECRET_OVERLAP_DAYS,
            })}
          </Text>
          <ButtonGroup>
            <Button onClick={replace}>{text("secret.replace")}</Button>
            <Button variant="tertiary" onClick={() => setIsConfirming(false)}>
              {common("cancel")}
            </Button>
          </ButtonGroup>
        </BlockStack>
      ) : (
        <InlineStack align="start">
          <Button variant="plain" loading={state !== "idle"} onClick={() => setIsConfirming(true)}>
            {text("secret.replace")}
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}
