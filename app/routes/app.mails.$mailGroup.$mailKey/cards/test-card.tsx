import { BlockStack, Button, Card, Text, TextField } from "@shopify/polaris";
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
  const send = async () => {
    setSending(true);
    setOutcome(await sendTest({ to, mail }));
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
            helpText="As the preview shows it, with what is not published yet. No link in it counts."
            error={outcome?.kind === "refused" ? outcome.problem : false}
            value={to}
            onChange={setTo}
            connectedRight={
              <Button submit disabled={to === ""} loading={isSending}>
                Send test
              </Button>
            }
          />
        </form>
        <span aria-live="polite">
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

async function sendTest(body: { to: string; mail: DocumentToPreview }): Promise<TestOutcome> {
  try {
    return await postJson<TestOutcome>("/app/mails/test", body);
  } catch {
    return { kind: "refused", problem: NO_ANSWER };
  }
}
