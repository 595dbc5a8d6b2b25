import { FormLayout, Select, TextField } from "@shopify/polaris";

interface FieldProps {
  id: string;
  autoComplete: string;
  value: string;
  error: string | boolean;
  onChange: (value: string) => void;
}

interface CaptchaFieldsProps {
  /** The service with a saved secret key; empty: none. */
  saved: string;
  service: FieldProps;
  secret: FieldProps;
}

const SERVICES = [
  { value: "", label: "None" },
  { value: "turnstile", label: "Cloudflare Turnstile" },
  { value: "hcaptcha", label: "hCaptcha" },
];

/** The captcha of the theme's forms. */
export function CaptchaFields({ saved, service, secret }: CaptchaFieldsProps) {
  const isSaved = saved !== "" && saved === service.value;
  return (
    <FormLayout>
      <Select
        label="Captcha"
        options={SERVICES}
        helpText="Keeps programs out of your forms. Choose the same service in the form's block in the theme editor, and paste the site key there."
        {...service}
      />
      {service.value !== "" && (
        <TextField
          label="Secret key"
          type="password"
          placeholder={isSaved ? "Saved" : ""}
          helpText={
            isSaved
              ? "Leave it empty to keep the saved key."
              : "The service shows it beside the site key. Kindred stores it encrypted."
          }
          {...secret}
        />
      )}
    </FormLayout>
  );
}
