import { useFetcher } from "@remix-run/react";
import { Button, InlineStack, TextField } from "@shopify/polaris";
import type { loader } from "../../app.flows.signing-secret";

/** The secret by which a receiver tells that a webhook is from here; fetched when it is asked for. */
export function SigningSecret() {
  const { load, data, state } = useFetcher<typeof loader>();
  if (data) {
    return (
      <TextField
        label="Signing secret"
        value={data.secret}
        readOnly
        autoComplete="off"
        selectTextOnFocus
        helpText="The same for all webhooks of your flows. Keep it where only the receiver finds it."
      />
    );
  }
  return (
    <InlineStack align="start">
      <Button loading={state !== "idle"} onClick={() => load("/app/flows/signing-secret")}>
        Show the signing secret
      </Button>
    </InlineStack>
  );
}
