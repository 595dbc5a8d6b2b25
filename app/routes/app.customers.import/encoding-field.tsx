import { Select } from "@shopify/polaris";
import { ImportEncoding } from "~/delivery/customer-import/column-role";
import { useText } from "~/i18n/text-provider";

interface EncodingFieldProps {
  /** Empty: none is chosen. */
  encoding: string;
  onChange: (encoding: string) => void;
}

export function EncodingField({ encoding, onChange }: EncodingFieldProps) {
  const text = useText("customer-import");
  return (
    <Select
      label={text("encoding.label")}
      placeholder={text("encoding.choose")}
      options={ImportEncoding.options.map((value) => ({ value, label: text(`encoding.${value}`) }))}
      value={encoding}
      onChange={onChange}
    />
  );
}
