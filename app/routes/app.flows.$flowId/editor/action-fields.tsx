import { BlockStack, Select, Text, TextField } from "@shopify/polaris";
import type { FlowEditProblems } from "~/messages/editing/edit-flow";
import type { StepEditOf } from "~/messages/editing/steps/step-values";
import { SigningSecret } from "./signing-secret";

type ActionEdit = StepEditOf<"set_property" | "tag" | "notify" | "webhook" | "suppress" | "exit">;

interface ActionFieldsProps {
  edit: ActionEdit;
  problems: FlowEditProblems;
  onChange: (edit: ActionEdit, field: string) => void;
}

/** Actions of a step besides waiting, splitting and sending. */
export function ActionFields({ edit, problems, onChange }: ActionFieldsProps) {
  const field = (label: string, name: string, value: string, help: string) => (
    <TextField
      label={label}
      autoComplete="off"
      value={value}
      error={problems[`${edit.stepId}.${name}`] ?? false}
      helpText={help}
      onChange={(typed) => onChange({ ...edit, [name]: typed }, name)}
    />
  );
  switch (edit.kind) {
    case "set_property":
      return (
        <BlockStack gap="300">
          {field("Note", "name", edit.name, "Splits of every flow can ask for it.")}
          {field("Is", "value", edit.value, "A later note of the same name takes its place.")}
        </BlockStack>
      );
    case "tag":
      return (
        <BlockStack gap="300">
          <Select
            label="In Shopify"
            options={[
              { value: "add", label: "Tag the customer" },
              { value: "remove", label: "Take a tag off the customer" },
            ]}
            value={edit.change}
            onChange={(change) =>
              onChange({ ...edit, change: change as typeof edit.change }, "change")
            }
          />
          {field("Tag", "tag", edit.tag, "Customers whom Shopify does not know are passed over.")}
        </BlockStack>
      );
    case "notify":
      return field(
        "Note to you",
        "note",
        edit.note,
        "Goes to the address of your weekly digest, at most one email an hour with all that has gathered.",
      );
    case "webhook":
      return (
        <BlockStack gap="300">
          {field(
            "Address",
            "url",
            edit.url,
            "A POST to an https address on the public internet. It names the flow, the step and the customer's id.",
          )}
          <Text as="p" variant="bodySm" tone="subdued">
            Signed as Standard Webhooks has it. A request that is not answered is sent again for
            three days, under the same webhook-id.
          </Text>
          <SigningSecret />
        </BlockStack>
      );
    case "suppress":
      return (
        <Text as="p">
          No more marketing email to the customer, of any flow or campaign, until they sign up
          again.
        </Text>
      );
    case "exit":
      return <Text as="p">The flow ends here.</Text>;
  }
}
