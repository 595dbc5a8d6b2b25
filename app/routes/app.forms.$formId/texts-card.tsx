import { FormLayout, Text, TextField } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import type { FormContent, WelcomeDiscount } from "~/delivery/sign-up-forms/sign-up-form";
import { useFormat, useText } from "~/i18n/text-provider";
import type { FormEditor } from "./use-form-editor";

interface TextsCardProps {
  editor: FormEditor;
  welcome: WelcomeDiscount;
}

/** What the form says. */
export function TextsCard({ editor, welcome: { percentOff } }: TextsCardProps) {
  const text = useText("forms");
  const format = useFormat();
  const { content, draft, change, rename } = editor;
  const field = (
    key: keyof FormContent & ("heading" | "text" | "success" | "teaser"),
    max: number,
  ) => ({
    label: text(`field.${key}`),
    autoComplete: "off",
    maxLength: max,
    value: content[key],
    onChange: (value: string) => change({ [key]: value }),
  });
  return (
    <TitledCard title={text("tab.texts")}>
      <FormLayout>
        <TextField
          label={text("field.name")}
          helpText={text("field.name.help")}
          autoComplete="off"
          maxLength={80}
          value={draft.name}
          onChange={rename}
        />
        <TextField {...field("heading", 120)} />
        <TextField {...field("text", 600)} multiline={2} />
        <TextField
          label={text("field.button")}
          helpText={text("field.button.help")}
          autoComplete="off"
          maxLength={40}
          value={content.button}
          onChange={(button) => change({ button })}
        />
        <TextField
          label={text("field.consent")}
          helpText={text("field.consent.help")}
          autoComplete="off"
          maxLength={1_000}
          multiline={2}
          value={content.consent}
          onChange={(consent) => change({ consent })}
        />
        <TextField {...field("success", 300)} helpText={text("field.success.help")} multiline={2} />
        {draft.content.type !== "inline" && (
          <TextField {...field("teaser", 60)} helpText={text("field.teaser.help")} />
        )}
        <Text as="p" variant="bodySm" tone="subdued">
          {percentOff === null
            ? text("field.discount.none")
            : text("field.discount", { percent: format.rate(percentOff / 100) })}
        </Text>
      </FormLayout>
    </TitledCard>
  );
}
