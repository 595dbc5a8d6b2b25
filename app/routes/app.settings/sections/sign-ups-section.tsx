import { BlockStack, Card, Layout } from "@shopify/polaris";
import { SettingsSection } from "~/components/forms/settings-section";
import { useText } from "~/i18n/text-provider";
import { CaptchaFields } from "../captcha-fields";
import type { SettingsFieldOf } from "../settings-fields";
import { SignUpFields, type LiveTextView } from "../sign-up-fields";

interface SignUpsSectionProps {
  liveTexts: readonly LiveTextView[];
  /** The captcha service in use. */
  savedCaptcha: string;
  field: SettingsFieldOf;
}

/** Confirmation and protection of sign-ups. */
export function SignUpsSection({ field, liveTexts, savedCaptcha }: SignUpsSectionProps) {
  const text = useText("settings");
  return (
    <Layout>
      <SettingsSection
        id="sign-ups"
        title={text("signUps.title")}
        description={text("signUps.text")}
      >
        <Card>
          <BlockStack gap="500">
            <SignUpFields liveTexts={liveTexts} {...field("optInRule")} />
            <CaptchaFields
              saved={savedCaptcha}
              service={field("captcha")}
              secret={field("captchaSecret")}
            />
          </BlockStack>
        </Card>
      </SettingsSection>
    </Layout>
  );
}
