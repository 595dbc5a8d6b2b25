import { BlockStack, InlineStack, TextField } from "@shopify/polaris";
import { PictureButton } from "~/components/pictures/picture-button";
import { useText } from "~/i18n/text-provider";
import type { SettingsFieldProps } from "./settings-fields";

/** Emails show a logo 40 pixels high, and a cover as wide as the email. */
const SHOWN = { logo: { heightPx: 40 }, cover: { widthPx: 600 } };

interface BrandPictureFieldProps extends SettingsFieldProps {
  kind: keyof typeof SHOWN;
}

/** The shop's logo or its cover: uploaded, from the shop's files, or by URL. Its alternative text is the shop's name. */
export function BrandPictureField({ kind, ...field }: BrandPictureFieldProps) {
  const text = useText("settings");
  return (
    <BlockStack gap="200">
      <TextField
        label={text(`brand.${kind}`)}
        type="url"
        placeholder="https://"
        helpText={text(`brand.${kind}Help`)}
        {...field}
      />
      <InlineStack>
        <PictureButton
          field={text(`brand.${kind}`)}
          shown={SHOWN[kind]}
          alt={null}
          onUse={({ url }) => {
            field.onChange(url);
            return null;
          }}
        />
      </InlineStack>
    </BlockStack>
  );
}
