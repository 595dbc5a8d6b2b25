import { BlockStack, Button, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { postJson } from "~/components/post-json";
import type { TestOutcome } from "~/delivery/send-example.server";
import { useText } from "~/i18n/text-provider";

interface TestEmailFormProps {
  /** The route that sends the email. */
  url: string;
  /** The form fields besides the address. */
  body?: object;
  helpText: string;
  isDisabled?: boolean;
}

/** Sends a test email to the merchant; an unconfirmed address can request confirmation. */
export function TestEmailForm({
  url,
  body = {},
  helpText,
  isDisabled = false,
}: TestEmailFormProps) {
  const common = useText("common");
  const [to, setTo] = useState("");
  const [isSending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<TestOutcome | null>(null);
  const [asked, setAsked] = useState<TestOutcome | null>(null);
  const post = (path: string, sent: object): Promise<TestOutcome> =>
    postJson<TestOutcome>(path, sent).catch(() => ({
      kind: "refused",
      problem: common("requestFailed"),
    }));
  const send = async () => {
    setSending(true);
    setAsked(null);
    setOutcome(await post(url, { to, ...body }));
    setSending(false);
  };
  const ask = async () => {
    setSending(true);
    const answer = await post("/app/test-addresses", { to });
    setAsked(answer);
    // The message below replaces the refusal.
    if (answer.kind === "sent") setOutcome(null);
    setSending(false);
  };
  return (
    <BlockStack gap="200">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <TextField
          label="Send a test email to"
          type="email"
          autoComplete="email"
          placeholder="you@your-store.com"
          helpText={helpText}
          error={outcome?.kind === "refused" ? outcome.problem : false}
          value={to}
          onChange={(address) => {
            setTo(address);
            setOutcome(null);
            setAsked(null);
          }}
          connectedRight={
            <Button submit disabled={isDisabled || to === ""} loading={isSending}>
              Send test
            </Button>
          }
        />
      </form>
      {outcome?.kind === "refused" && outcome.mayAsk && (
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
            Test email sent
          </Text>
        )}
      </span>
    </BlockStack>
  );
}
