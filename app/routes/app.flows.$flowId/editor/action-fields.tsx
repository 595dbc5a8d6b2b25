import { BlockStack, Select, Text, TextField } from "@shopify/polaris";
import type { FlowFieldErrors } from "../describe-problems";
import { useText } from "~/i18n/text-provider";
import type { StepEditOf } from "~/flows/editing/step-values";
import { SigningSecret } from "./signing-secret";

type ActionEdit = StepEditOf<"set_property" | "tag" | "notify" | "webhook" | "suppress" | "exit">;

interface ActionFieldsProps {
  edit: ActionEdit;
  problems: FlowFieldErrors;
  onChange: (edit: ActionEdit, field: string) => void;
}

/** Actions of a step besides waiting, splitting and sending. */
export function ActionFields({ edit, problems, onChange }: ActionFieldsProps) {
  const text = useText("flow-editor");
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
          {field(text("property.name"), "name", edit.name, text("property.nameHelp"))}
          {field(text("property.value"), "value", edit.value, text("property.valueHelp"))}
        </BlockStack>
      );
    case "tag":
      return (
        <BlockStack gap="300">
          <Select
            label={text("tag.change")}
            options={[
              { value: "add", label: text("tag.add") },
              { value: "remove", label: text("tag.remove") },
            ]}
            value={edit.change}
            onChange={(change) =>
              onChange({ ...edit, change: change as typeof edit.change }, "change")
            }
          />
          {field(text("tag.name"), "tag", edit.tag, text("tag.help"))}
        </BlockStack>
      );
    case "notify":
      return field(text("notify.note"), "note", edit.note, text("notify.help"));
    case "webhook":
      return (
        <BlockStack gap="300">
          {field(text("webhook.url"), "url", edit.url, text("webhook.help"))}
          <Text as="p" variant="bodySm" tone="subdued">
            {text("webhook.signed")}
          </Text>
          <SigningSecret />
        </BlockStack>
      );
    case "suppress":
      return <Text as="p">{text("suppress.help")}</Text>;
    case "exit":
      return <Text as="p">{text("exit.words")}</Text>;
  }
}
