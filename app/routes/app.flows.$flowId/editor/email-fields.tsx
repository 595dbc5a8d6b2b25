import {
  BlockStack,
  Button,
  Checkbox,
  InlineError,
  InlineStack,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { formatInstant } from "~/components/formats";
import { DiscountFields } from "~/components/email/discount-fields";
import { DEFAULT_TEMPLATE_ID } from "~/flows/default-template";
import type { SendStep } from "~/flows/send-step";
import type { SendEdit } from "~/messages/editing/steps/step-values";
import type { ShownFlow } from "../shown-flow";

interface EmailFieldsProps {
  edit: SendEdit;
  /** Its name for screen readers. */
  name: string;
  /** null: it is new. */
  saved: SendStep | null;
  flow: ShownFlow;
  /** Whether some countries' law allows emailing customers without an opt-in. */
  mayReachAll: boolean;
  problem: string | undefined;
  settleProblem: string | undefined;
  onChange: (edit: SendEdit, field: string) => void;
}

/** A link to the email's editor, its audience, and its discount. */
export function EmailFields(props: EmailFieldsProps) {
  const { edit, name, saved, flow, mayReachAll, problem, settleProblem, onChange } = props;
  const isDraft = flow.draftSteps.includes(edit.stepId);
  return (
    <BlockStack gap="300">
      {saved === null ? (
        <>
          <Select
            label="Begins as"
            options={flow.readyEmails.map(({ templateId, name: label }) => ({
              value: templateId,
              label,
            }))}
            value={edit.begins === "" ? DEFAULT_TEMPLATE_ID : edit.begins}
            error={problem ?? false}
            helpText="As your shop says that email now, in all its languages."
            onChange={(begins) => onChange({ ...edit, begins }, "begins")}
          />
          <Text as="p" tone="subdued">
            Save the flow: then you can write this email. It is a draft until you publish it, and
            nobody gets it before.
          </Text>
        </>
      ) : (
        <>
          <InlineStack>
            <Button url={`/app/emails/${saved.templateId}`} accessibilityLabel={`Edit ${name}`}>
              {isDraft ? "Write and publish" : "Edit the email"}
            </Button>
          </InlineStack>
          <Text as="p" variant="bodySm" tone="subdued">
            {isDraft
              ? "This email is a draft. Who comes to it does not get it until you publish it."
              : "Its words, products and looks, in six languages. What you publish there is said to everybody from then on, also to people who are in the flow already."}
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
      <DiscountFields
        discount={edit.coupon}
        // A new email's draft is created with the flow, so it is not missing yet.
        isShown={saved === null || flow.stepsWithCode.includes(edit.stepId)}
        mayMakeDiscounts={flow.mayMakeDiscounts}
        onChange={(discount) => onChange({ ...edit, coupon: discount }, "coupon")}
      />
      <Refused edit={edit} flow={flow} />
      <TextField
        label="Leaves no sooner than"
        suffix="minutes after this step"
        autoComplete="off"
        inputMode="numeric"
        value={edit.settleMinutes}
        error={settleProblem ?? false}
        helpText="Gives a late order time to stop the email. From 0 to 1,440."
        onChange={(settleMinutes) => onChange({ ...edit, settleMinutes }, "settleMinutes")}
      />
      <Checkbox
        label="Exempt from the hours between two emails"
        helpText="It leaves although another email went to the same person a few hours ago. Quiet hours and the limit in 7 days are as in your settings."
        checked={edit.exemptFromHourCap}
        onChange={(exemptFromHourCap) =>
          onChange({ ...edit, exemptFromHourCap }, "exemptFromHourCap")
        }
      />
    </BlockStack>
  );
}

/** Why Shopify refused this discount; not shown after it was changed. */
function Refused({ edit, flow }: Pick<EmailFieldsProps, "edit" | "flow">) {
  const refusal = flow.refusals.find(
    ({ stepId, percentOff }) =>
      stepId === edit.stepId && String(percentOff) === edit.coupon?.percentOff,
  );
  if (!refusal) return null;
  const since = formatInstant(refusal.since, flow.timeZone);
  return (
    <InlineError
      fieldID={`${edit.stepId}-discount`}
      message={`Since ${since} this email goes without its code. ${refusal.text}`}
    />
  );
}
