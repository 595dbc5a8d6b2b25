import { BlockStack, Button, Checkbox, Select, Text } from "@shopify/polaris";
import { FIRST_MAIL } from "~/flows/first-mail";
import type { SendStep } from "~/flows/send-step";
import type { SendEdit } from "~/messages/editing/steps/step-edit";
import type { ShownFlow } from "../shown-flow";

interface MailFieldsProps {
  edit: SendEdit;
  /** Its name, for those who do not see where the button stands. */
  name: string;
  /** null: it is new. */
  saved: SendStep | null;
  readyMails: ShownFlow["readyMails"];
  /** Whether the law of some countries lets it reach customers who were never asked. */
  mayReachAll: boolean;
  problem: string | undefined;
  onChange: (edit: SendEdit, field: string) => void;
}

/** The way to what a mail says, and to whom it goes. */
export function MailFields(props: MailFieldsProps) {
  const { edit, name, saved, readyMails, mayReachAll, problem, onChange } = props;
  return (
    <BlockStack gap="300" inlineAlign="start">
      {saved === null ? (
        <>
          <Select
            label="Begins as"
            options={readyMails.map(({ templateId, name: label }) => ({
              value: templateId,
              label,
            }))}
            value={edit.begins === "" ? FIRST_MAIL : edit.begins}
            error={problem ?? false}
            helpText="As your shop says that mail now, in all its languages."
            onChange={(begins) => onChange({ ...edit, begins }, "begins")}
          />
          <Text as="p" tone="subdued">
            Save the flow: then you can write this mail.
          </Text>
        </>
      ) : (
        <>
          <Button url={`/app/mails/${saved.templateId}`} accessibilityLabel={`Edit ${name}`}>
            Edit the mail
          </Button>
          <Text as="p" variant="bodySm" tone="subdued">
            Its words, products and looks, in six languages. What you publish there is said to
            everybody from then on, also to people who are in the flow already.
          </Text>
        </>
      )}
      {mayReachAll && (
        <Checkbox
          label="Also send to customers who were never asked for consent"
          helpText="Whoever said no is never written to. Check that the law where your customers live allows this."
          checked={edit.audience === "all_customers"}
          onChange={(all) =>
            onChange({ ...edit, audience: all ? "all_customers" : "subscribers" }, "audience")
          }
        />
      )}
    </BlockStack>
  );
}
