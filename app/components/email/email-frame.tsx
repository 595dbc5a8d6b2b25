import { BlockStack, Box, ButtonGroup, Button, InlineStack } from "@shopify/polaris";
import { useState } from "react";
import { useText } from "~/i18n/text-provider";
import styles from "./email-frame.module.css";

interface EmailFrameProps {
  /** The email's HTML. The frame is sandboxed, so it cannot run scripts. */
  html: string;
  /** Names the frame for screen readers. */
  title: string;
}

/** An email as the recipient sees it, in desktop or phone width. */
export function EmailFrame({ html, title }: EmailFrameProps) {
  const text = useText("email-preview");
  const [isPhone, setPhone] = useState(false);
  return (
    <BlockStack gap="300">
      <InlineStack align="end">
        <ButtonGroup variant="segmented">
          <Button size="slim" pressed={!isPhone} onClick={() => setPhone(false)}>
            {text("desktop")}
          </Button>
          <Button size="slim" pressed={isPhone} onClick={() => setPhone(true)}>
            {text("mobile")}
          </Button>
        </ButtonGroup>
      </InlineStack>
      <Box borderRadius="200" borderWidth="025" borderColor="border" overflowX="hidden">
        <iframe
          className={isPhone ? styles.phone : styles.desktop}
          sandbox=""
          srcDoc={html}
          title={title}
        />
      </Box>
    </BlockStack>
  );
}
