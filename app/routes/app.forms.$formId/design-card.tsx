import { BlockStack, Button, FormLayout, InlineStack, Select, Text } from "@shopify/polaris";
import { ColorField, isColor } from "~/components/forms/color-field";
import { PictureButton } from "~/components/pictures/picture-button";
import { TitledCard } from "~/components/titled-card";
import { useText } from "~/i18n/text-provider";
import type { FormEditor } from "./use-form-editor";

const TYPES = ["popup", "flyout", "inline"] as const;
const POSITIONS = ["start", "end"] as const;
const COLORS = ["background", "text", "button", "buttonText"] as const;
/** Beside the texts of a pop-up. */
const PICTURE_SIZE = { widthPx: 300 };

/** The form's type, picture and colors. */
export function DesignCard({ editor }: { editor: FormEditor }) {
  const text = useText("forms");
  const { content, draft, change, changeType } = editor;
  const { colors, pictureUrl, position } = content;
  return (
    <TitledCard title={text("tab.design")}>
      <FormLayout>
        <Select
          label={text("field.type")}
          options={TYPES.map((value) => ({ value, label: text(`type.${value}`) }))}
          value={draft.content.type}
          onChange={(type) => changeType(type as (typeof TYPES)[number])}
        />
        {draft.content.type !== "inline" && (
          <Select
            label={text("field.position")}
            options={POSITIONS.map((value) => ({ value, label: text(`position.${value}`) }))}
            value={position}
            onChange={(next) => change({ position: next as (typeof POSITIONS)[number] })}
          />
        )}
        <BlockStack gap="200">
          <Text as="span">{text("field.picture")}</Text>
          {pictureUrl === "" && (
            <Text as="span" tone="subdued">
              {text("picture.none")}
            </Text>
          )}
          <InlineStack gap="200">
            <PictureButton
              shown={PICTURE_SIZE}
              alt={null}
              onUse={({ url }) => {
                change({ pictureUrl: url });
                return null;
              }}
            />
            {pictureUrl !== "" && (
              <Button onClick={() => change({ pictureUrl: "" })}>
                {text("field.picture.remove")}
              </Button>
            )}
          </InlineStack>
        </BlockStack>
        {COLORS.map((color) => (
          <ColorField
            key={color}
            label={text(`color.${color}`)}
            helpText={text("color.help")}
            value={colors[color]}
            error={!isColor(colors[color]) && text("color.invalid")}
            onChange={(value) => change({ colors: { ...colors, [color]: value } })}
          />
        ))}
      </FormLayout>
    </TitledCard>
  );
}
