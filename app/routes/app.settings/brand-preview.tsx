import { BlockStack, Text } from "@shopify/polaris";
import type { SettingsValues } from "~/pages/settings/settings-form";
import { useText } from "~/i18n/text-provider";
import { shadesOn } from "~/messages/brand/accent";
import { isPictureUrl } from "~/messages/merge/clean-text";
import styles from "./brand-preview.module.css";

/** Header and footer of an email, and its line in the inbox, from the form's values. */
export function BrandPreview({ values }: { values: SettingsValues }) {
  const text = useText("settings");
  const accent = /^#[0-9a-f]{6}$/i.test(values.accent) ? values.accent.toLowerCase() : "#2b2f36";
  const { button, onButton, link } = shadesOn(accent, "#ffffff", 1.4);
  const hasLogo = isPictureUrl(values.logoUrl);
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {text("brand.preview")}
      </Text>
      <div className={styles.page}>
        <p className={styles.inbox}>
          <strong>{values.senderName || values.shopName}</strong>
          {values.senderAddress && ` <${values.senderAddress}>`}
        </p>
        <div className={styles.card}>
          {hasLogo ? (
            <img className={styles.logo} src={values.logoUrl} alt={values.shopName} />
          ) : (
            <p className={styles.wordmark}>{values.shopName}</p>
          )}
          <p className={styles.heading}>{text("brand.previewHeading")}</p>
          <p>
            {text.rich("brand.previewText", {
              link: (words) => (
                <span style={{ color: link, textDecoration: "underline" }}>{words}</span>
              ),
            })}
          </p>
          <span className={styles.button} style={{ background: button, color: onButton }}>
            {text("brand.previewButton")}
          </span>
        </div>
        <p className={styles.foot}>
          {[values.legalName, values.postalAddress].filter((text) => text.trim() !== "").join(", ")}
        </p>
      </div>
    </BlockStack>
  );
}
