import { BlockStack, InlineStack, TextField } from "@shopify/polaris";
import { PictureButton } from "~/components/pictures/picture-button";

interface LogoFieldProps {
  id: string;
  autoComplete: string;
  value: string;
  error: string | boolean;
  onChange: (value: string) => void;
}

/** Emails show a logo 40 pixels high. */
const SHOWN = { heightPx: 40 };

/** The shop's logo: uploaded, from the shop's files, or by URL. Its alternative text is the shop's name. */
export function LogoField(field: LogoFieldProps) {
  return (
    <BlockStack gap="200">
      <TextField
        label="Logo address"
        type="url"
        placeholder="https://"
        helpText="An image of at least 80 pixels in height. Without one, your shop's name is written out."
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
