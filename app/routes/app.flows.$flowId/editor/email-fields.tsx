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
import { DiscountFields } from "~/components/email/discount-fields";
import { describeRefusal } from "~/components/email/discount-refused";
import { DEFAULT_TEMPLATE_ID } from "~/flows/default-template";
import { MAX_SETTLE_MINUTES } from "~/flows/definition/settle-minutes";
import { isPromisedBefore } from "~/flows/definition/chosen-discount";
import type { SendStep } from "~/flows/definition/send-step";
import { useEmailNames } from "~/components/email/use-email-names";
import { useFormat, useText } from "~/i18n/text-provider";
import type { SendEdit } from "~/flows/editing/step-values";
import type { ShownFlow } from "../shown-flow";

interface EmailFieldsProps {
  edit: SendEdit;
  /** Its number in the flow. */
  number: number;
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
  const { edit, number, saved, flow, mayReachAll, problem, settleProblem, onChange } = props;
  const text = useText("flow-editor");
  const nameEmail = useEmailNames();
  const isDraft = flow.draftSteps.includes(edit.stepId);
  return (
    <BlockStack gap="300">
      {saved === null ? (
        <>
          <Select
            label={text("email.template")}
            options={flow.readyEmails.map((email) => ({
              value: email.templateId,
              label: nameEmail(email),
            }))}
            value={edit.begins === "" ? DEFAULT_TEMPLATE_ID : edit.begins}
            error={problem ?? false}
            helpText={text("email.templateHelp")}
            onChange={(begins) => onChange({ ...edit, begins }, "begins")}
          />
          <Text as="p" tone="subdued">
            {text("email.saveFirst")}
          </Text>
        </>
      ) : (
        <>
          <InlineStack>
            <Button
              url={`/app/emails/${saved.templateId}`}
              accessibilityLabel={text(isDraft ? "email.writeLabel" : "email.editLabel", {
                number,
              })}
            >
              {text(isDraft ? "email.write" : "email.edit")}
            </Button>
          </InlineStack>
          <Text as="p" variant="bodySm" tone="subdued">
            {text(isDraft ? "email.draft" : "email.live")}
          </Text>
        </>
      )}
      {mayReachAll && (
        <Checkbox
          label={text("email.all")}
          helpText={text("email.allHelp")}
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
        maxPercent={flow.maxDiscountPercent}
        promisedBy={promisedBy(flow, edit.stepId)}
        onChange={(discount) => onChange({ ...edit, coupon: discount }, "coupon")}
      />
      <Refused edit={edit} flow={flow} />
      <TextField
        label={text("email.settle")}
        suffix={text("email.settleUnit")}
        autoComplete="off"
        inputMode="numeric"
        value={edit.settleMinutes}
        error={settleProblem ?? false}
        helpText={text("email.settleHelp", { max: MAX_SETTLE_MINUTES })}
        onChange={(settleMinutes) => onChange({ ...edit, settleMinutes }, "settleMinutes")}
      />
      <Checkbox
        label={text("email.exempt")}
        helpText={text("email.exemptHelp")}
        checked={edit.exemptFromHourCap}
        onChange={(exemptFromHourCap) =>
          onChange({ ...edit, exemptFromHourCap }, "exemptFromHourCap")
        }
      />
    </BlockStack>
  );
}

/** A new email's text is not known yet, but what its flow promises is. */
function promisedBy({ promisedSteps, definition }: ShownFlow, stepId: string) {
  return (
    promisedSteps[stepId] ?? (isPromisedBefore(definition.trigger.kind) ? "sign_up" : undefined)
  );
}

/** Why Shopify refused this discount; not shown after it was changed. */
function Refused({ edit, flow }: Pick<EmailFieldsProps, "edit" | "flow">) {
  const text = useText("flow-editor");
  const discount = useText("discount");
  const format = useFormat();
  const refusal = flow.refusals.find(
    ({ stepId, percentOff }) =>
      stepId === edit.stepId && String(percentOff) === edit.coupon?.percentOff,
  );
  if (!refusal) return null;
  return (
    <InlineError
      fieldID={`${edit.stepId}-discount`}
      message={text("email.refused", {
        time: format.instant(refusal.since),
        reason: describeRefusal(refusal, discount),
      })}
    />
  );
}
