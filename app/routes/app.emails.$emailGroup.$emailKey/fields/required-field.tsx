import { Checkbox } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";

interface RequiredFieldProps {
  isRequired: boolean;
  onChange: (isRequired: boolean) => void;
}

/** Whether the email is skipped without the block's products. */
export function RequiredField({ isRequired, onChange }: RequiredFieldProps) {
  const text = useText("email-editor");
  return (
    <Checkbox
      label={text("details.required")}
      helpText={text("details.requiredHelp")}
      checked={isRequired}
      onChange={onChange}
    />
  );
}
