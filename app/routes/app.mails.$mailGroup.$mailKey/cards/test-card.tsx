import { BlockStack, Button, Card, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { NO_ANSWER } from "~/components/forms/use-question";
import { postJson } from "~/components/post-json";
import type { TestOutcome } from "~/delivery/send-example.server";
import type { DocumentToPreview } from "~/messages/editing/preview-document.server";

/** Sends the mail as it stands here, for whom it is shown, to the merchant. */
export function TestCard({ mail }: { mail: DocumentToPreview }) {
  const [to, setTo] = useState("");
  const [isSending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<TestOutcome | null>(null);
  const [asked, setAsked] = useState<TestOutcome | null>(null);
  const send = async () => {
    setSending(true);
    setAsked(null);
    setOutcome(await post("/app/mails/test", { to, mail }));
    setSending(false);
  };
  const ask = async () => {
    setSending(true);
    setAsked(await post("/app/test-addresses", { to }));
    setSending(false);
  };
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Test mail
        </Text>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <TextField
            label="Send it to"
            type="email"
            autoComplete="email"
            placeholder="you@your-shop.com"
            helpText="Your store’s contact address, or an address that was confirmed. It shows what is not published yet, and no link in it counts."
            error={outcome?.kind === "refused" ? outcome.problem : false}
            value={to}
            onChange={(address) => {
              setTo(address);
              setOutcome(null);
              setAsked(null);
            }}
            connectedRight={
              <Button submit disabled={to === ""} loading={isSending}>
                Send test
              </Button>
            }
          />
        </form>
        {outcome?.kind === "refused" && outcome.mayAsk && asked?.kind !== "sent" && (
          <InlineStack>
            <Button onClick={() => void ask()} loading={isSending}>
              Send confirmation email
            </Button>
          </InlineStack>
        )}
        <span aria-live="polite">
          {asked?.kind === "sent" && (
            <Text as="p" tone="success">
              {`Confirmation email sent to ${to}. Once the address is confirmed, send the test again.`}
            </Text>
          )}
          {asked?.kind === "refused" && (
            <Text as="p" tone="critical">
              {asked.problem}
            </Text>
          )}
          {outcome?.kind === "sent" && (
            <Text as="p" tone="success">
              Test mail sent
            </Text>
          )}
        </span>
      </BlockStack>
    </Card>
  );
}

async function post(path: string, body: object): Promise<TestOutcome> {
  try {
    return await postJson<TestOutcome>(path, body);
  } catch {
    return { kind: "refused", problem: NO_ANSWER };
  }
}
