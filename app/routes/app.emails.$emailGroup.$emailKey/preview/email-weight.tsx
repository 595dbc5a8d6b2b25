import { BlockStack, InlineStack, Icon, Text } from "@shopify/polaris";
import { AlertTriangleIcon } from "@shopify/polaris-icons";
import { useMemo } from "react";
import { useLiveRequest } from "~/components/forms/use-request";
import { useFormat, useText } from "~/i18n/text-provider";
import { isHeavy } from "~/messages/document/email-size";
import type { PictureWeight } from "~/pages/emails/weigh-pictures.server";
import styles from "../cards/cards.module.css";

const PAUSE_MS = 800;

interface EmailWeightProps {
  html: string;
  htmlBytes: number;
}

/** What a reader's phone loads: the email itself at once, and its pictures once they are measured. */
export function EmailWeight({ html, htmlBytes }: EmailWeightProps) {
  const text = useText("email-editor");
  const format = useFormat();
  const urls = useMemo(() => listPictures(html), [html]);
  const { answer } = useLiveRequest<PictureWeight>(
    "/app/emails/weight",
    urls.length === 0 ? null : { urls },
    PAUSE_MS,
  );
  const pictures = urls.length === 0 ? NO_PICTURES : answer;
  const total = htmlBytes + (pictures?.bytes ?? 0);
  return (
    <BlockStack gap="100">
      <Text as="p" variant="bodySm" tone="subdued">
        {text("preview.size", { size: format.bytes(htmlBytes) })}{" "}
        {pictures !== undefined &&
          text("preview.weight", {
            pictures: format.bytes(pictures.bytes),
            total: format.bytes(total),
          })}
      </Text>
      {pictures !== undefined && pictures.unknown > 0 && (
        <Text as="p" variant="bodySm" tone="subdued">
          {text("preview.unknownPictures", { count: pictures.unknown })}
        </Text>
      )}
      {isHeavy(total) && (
        <InlineStack gap="200" wrap={false} blockAlign="start">
          <span className={styles.icon}>
            <Icon
              source={AlertTriangleIcon}
              tone="caution"
              accessibilityLabel={text("checks.warning")}
            />
          </span>
          <Text as="p">{text("preview.heavy")}</Text>
        </InlineStack>
      )}
    </BlockStack>
  );
}

const NO_PICTURES: PictureWeight = { bytes: 0, unknown: 0 };

/** The pictures of an email, each once: images, and backgrounds of cells. */
function listPictures(html: string): readonly string[] {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const sources = [...parsed.querySelectorAll("img[src], [background]")].map(
    (element) => element.getAttribute("src") ?? element.getAttribute("background") ?? "",
  );
  return [...new Set(sources)].filter((url) => /^https?:/i.test(url));
}
