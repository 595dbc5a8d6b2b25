import { Button, ButtonGroup, InlineStack, Select, Text } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import { importTwice } from "~/components/lazy/import-twice";
import { TitledCard } from "~/components/titled-card";
import { fillDiscount, type FormContent } from "~/delivery/sign-up-forms/sign-up-form";
import { useText } from "~/i18n/text-provider";
import styles from "./preview-card.module.css";

const PARTS = ["form", "teaser", "success"] as const;
/** Widths of the store's window, in pixels. */
const WIDTHS = { desktop: 1_000, phone: 390 } as const;
const HEIGHT = 720;
const EMPTY_PAGE = "<!doctype html><html><head><title></title></head><body></body></html>";

interface PreviewCardProps {
  content: FormContent;
  type: FormContent["type"];
  percentOff: number | null;
  shopName: string;
}

/** The form as the store shows it, in the width of a computer or a phone. */
export function PreviewCard({ content, type, percentOff, shopName }: PreviewCardProps) {
  const text = useText("forms");
  const [isPhone, setPhone] = useState(false);
  const [part, setPart] = useState<(typeof PARTS)[number]>("form");
  const frame = useRef<HTMLIFrameElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const [scale, setScale] = useState(1);
  const [height, setHeight] = useState(0);
  const [loads, setLoads] = useState(0);
  const width = WIDTHS[isPhone ? "phone" : "desktop"];
  const hasTeaser = type !== "inline" && content.teaser !== "";
  const shown = part === "teaser" && !hasTeaser ? "form" : part;

  useEffect(() => {
    if (!room.current) return undefined;
    const observer = new ResizeObserver(([entry]) =>
      setScale(Math.min(1, (entry?.contentRect.width ?? width) / width)),
    );
    observer.observe(room.current);
    return () => observer.disconnect();
  }, [width]);

  useEffect(() => {
    let isGone = false;
    void importTwice(() => import("./draw-form.client")).then(({ default: drawForm }) => {
      const document = frame.current?.contentDocument;
      if (isGone || !document) return;
      const filled = { ...fillDiscount(content, percentOff), type };
      setHeight(
        drawForm(document, filled, shown, {
          email: text("preview.email"),
          button: text("preview.button"),
          consent: text("preview.consent", { shop: shopName }),
          done: text("preview.done"),
          close: text("preview.close"),
        }),
      );
    });
    return () => {
      isGone = true;
    };
  }, [content, type, percentOff, shopName, shown, width, text, loads]);

  return (
    <TitledCard title={text("preview.title")}>
      <InlineStack align="space-between" blockAlign="end" gap="200">
        <Select
          label={text("preview.title")}
          labelHidden
          options={PARTS.filter((it) => it !== "teaser" || hasTeaser).map((value) => ({
            value,
            label: text(`preview.${value}`),
          }))}
          value={shown}
          onChange={(next) => setPart(next as (typeof PARTS)[number])}
        />
        <ButtonGroup variant="segmented">
          <Button size="slim" pressed={!isPhone} onClick={() => setPhone(false)}>
            {text("preview.desktop")}
          </Button>
          <Button size="slim" pressed={isPhone} onClick={() => setPhone(true)}>
            {text("preview.phone")}
          </Button>
        </ButtonGroup>
      </InlineStack>
      <div className={styles.room} ref={room} style={{ height: HEIGHT * scale }}>
        {/* Without allow-scripts nothing in it runs; same-origin, so that the page can draw in it. */}
        <iframe
          ref={frame}
          className={styles.frame}
          style={{ width, height: HEIGHT, transform: `scale(${scale})` }}
          sandbox="allow-same-origin"
          tabIndex={-1}
          srcDoc={EMPTY_PAGE}
          // It may also have loaded before this page's scripts, which then draw at once.
          onLoad={() => setLoads(loads + 1)}
          title={text("preview.frame")}
        />
      </div>
      {type === "inline" && (
        <Text as="p" variant="bodySm" tone="subdued">
          {text("preview.height", { height })}
        </Text>
      )}
    </TitledCard>
  );
}
