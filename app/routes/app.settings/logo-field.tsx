import { BlockStack, InlineStack, TextField } from "@shopify/polaris";
import { PictureButton } from "~/components/pictures/picture-button";
import { useText } from "~/i18n/text-provider";
import type { SettingsFieldProps } from "./settings-fields";

/** Emails show a logo 40 pixels high. */
const SHOWN = { heightPx: 40 };

/** The shop's logo: uploaded, from the shop's files, or by URL. Its alternative text is the shop's name. */
export function LogoField(field: SettingsFieldProps) {
  const text = useText("settings");
  return (
    <BlockStack gap="200">
      <TextField
        label={text("brand.logo")}
        type="url"
        placeholder="https://"
        helpText={text("brand.logoHelp")}
        {...field}
      />
      <InlineStack>
        <PictureButton
          shown={SHOWN}
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
