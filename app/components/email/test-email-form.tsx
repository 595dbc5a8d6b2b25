import { BlockStack, Button, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { postJson } from "~/components/post-json";
import type { TestOutcome, TestRefusal } from "~/pages/test-emails/test-outcome";
import type { Text as Words } from "~/i18n/create-text";
import { useText } from "~/i18n/text-provider";

interface TestEmailFormProps {
  /** The route that sends the email. */
  url: string;
  /** The form fields besides the address. */
  body?: object;
  /** Default: which addresses get test emails. */
  helpText?: string;
  isDisabled?: boolean;
}

/** Sends a test email to the merchant; an unconfirmed address can request confirmation. */
export function TestEmailForm({
  url,
  body = {},
  helpText,
  isDisabled = false,
}: TestEmailFormProps) {
  const text = useText("email-preview");
  const common = useText("common");
  const [to, setTo] = useState("");
  const [isSending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<TestOutcome | null>(null);
  const [confirmation, setConfirmation] = useState<TestOutcome | null>(null);
  const post = (path: string, sent: object): Promise<TestOutcome> =>
    postJson<TestOutcome>(path, sent).catch(() => ({
      kind: "refused",
      problem: "no_response",
    }));
  const send = async () => {
    setSending(true);
    setConfirmation(null);
    setOutcome(await post(url, { to, ...body }));
    setSending(false);
  };
  const requestConfirmation = async () => {
    setSending(true);
    const answer = await post("/app/test-addresses", { to });
    setConfirmation(answer);
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
          label={text("test.label")}
          type="email"
          autoComplete="email"
          placeholder={common("example.yourAddress")}
          helpText={helpText ?? text("test.help")}
          error={outcome?.kind === "refused" && describeTestRefusal(outcome, text)}
          value={to}
          onChange={(address) => {
            setTo(address);
            setOutcome(null);
            setConfirmation(null);
          }}
          connectedRight={
            <Button submit disabled={isDisabled || to === ""} loading={isSending}>
              {text("test.send")}
            </Button>
          }
        />
      </form>
      {outcome?.kind === "refused" && outcome.mayAsk && (
        <InlineStack>
          <Button onClick={() => void requestConfirmation()} loading={isSending}>
            {text("test.confirm")}
          </Button>
        </InlineStack>
      )}
      <span aria-live="polite">
        {confirmation?.kind === "sent" && (
          <Text as="p" tone="success">
            {text("test.confirmSent", { address: to })}
          </Text>
        )}
        {confirmation?.kind === "refused" && (
          <Text as="p" tone="critical">
            {describeTestRefusal(confirmation, text)}
          </Text>
        )}
        {outcome?.kind === "sent" && (
          <Text as="p" tone="success">
            {text("test.sent")}
          </Text>
        )}
      </span>
    </BlockStack>
  );
}

export function describeTestRefusal(
  { problem, limit = 0 }: TestRefusal,
  text: Words<"email-preview">,
): string {
  return text(`problem.${problem}`, { limit });
}
