import { FormLayout, Select, TextField } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { SettingsFieldProps } from "./settings-fields";

interface CaptchaFieldsProps {
  /** The service with a saved secret key; empty: none. */
  saved: string;
  service: SettingsFieldProps;
  secret: SettingsFieldProps;
}

/** Product names. */
const SERVICES = [
  { value: "turnstile", label: "Cloudflare Turnstile" },
  { value: "hcaptcha", label: "hCaptcha" },
];

/** The captcha of the theme's forms. */
export function CaptchaFields({ saved, service, secret }: CaptchaFieldsProps) {
  const text = useText("settings");
  const isSaved = saved !== "" && saved === service.value;
  return (
    <FormLayout>
      <Select
        label={text("captcha.label")}
        options={[{ value: "", label: text("captcha.none") }, ...SERVICES]}
        helpText={text("captcha.help")}
        {...service}
      />
      {service.value !== "" && (
        <TextField
          label={text("captcha.secret")}
          type="password"
          placeholder={isSaved ? text("captcha.saved") : ""}
          helpText={text(isSaved ? "captcha.keepHelp" : "captcha.secretHelp")}
          {...secret}
        />
      )}
    </FormLayout>
  );
}
