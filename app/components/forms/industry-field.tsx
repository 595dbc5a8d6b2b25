import { Select } from "@shopify/polaris";
import { INDUSTRIES } from "~/i18n/industry";
import { useText } from "~/i18n/text-provider";

interface IndustryFieldProps {
  industry: string;
  onChange: (industry: string) => void;
}

/** Chooses whose words the admin uses, and which flows it begins with. */
export function IndustryField({ industry, onChange }: IndustryFieldProps) {
  const text = useText("common");
  return (
    <Select
      label={text("industry")}
      helpText={text("industry.help")}
      options={INDUSTRIES.map((value) => ({ value, label: text(`industry.${value}`) }))}
      value={industry}
      onChange={onChange}
    />
  );
}
