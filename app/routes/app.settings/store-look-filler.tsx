import { BlockStack, Button, Text } from "@shopify/polaris";
import type { Format } from "~/i18n/create-format";
import type { Text as Words } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";
import type { StoreLookRequest, StoreLookResult } from "./use-store-look";

/** Fills the brand from the online store's theme, and says what was found. */
export function StoreLookFiller({ isBusy, result, problem, onRequest }: StoreLookRequest) {
  const text = useText("settings");
  const format = useFormat();
  return (
    <BlockStack gap="200" inlineAlign="start">
      <Button loading={isBusy} onClick={onRequest}>
        {text("look.action")}
      </Button>
      <Text as="p" variant="bodySm" tone="subdued">
        {text("look.help")}
      </Text>
      <div aria-live="polite">
        {result?.kind === "found" && (
          <BlockStack gap="100">
            {describeFound(result, text, format).map((line) => (
              <Text key={line} as="p">
                {line}
              </Text>
            ))}
          </BlockStack>
        )}
        {result?.kind === "nothing" && <Text as="p">{text("look.nothing")}</Text>}
        {result?.kind === "unavailable" && (
          <Text as="p" tone="critical">
            {text("look.unavailable")}
          </Text>
        )}
        {problem !== null && (
          <Text as="p" tone="critical">
            {text(problem === "declined" ? "look.declined" : "costs.failed")}
          </Text>
        )}
      </div>
    </BlockStack>
  );
}

function describeFound(
  look: Extract<StoreLookResult, { kind: "found" }>,
  text: Words<"settings">,
  format: Format,
): string[] {
  const { accent, logoUrl, emailTheme, hasSvgLogo, socials } = look;
  const parts = [
    ...(accent === null ? [] : [accent]),
    ...(logoUrl === null ? [] : [text("look.logo")]),
    ...(emailTheme === null ? [] : [text("look.theme", { theme: emailTheme })]),
    ...(socials.length === 0 ? [] : [text("look.socials", { count: socials.length })]),
  ];
  return [
    ...(parts.length === 0 ? [] : [text("look.found", { parts: format.list(parts) })]),
    ...(hasSvgLogo ? [text("look.svgLogo")] : []),
  ];
}
