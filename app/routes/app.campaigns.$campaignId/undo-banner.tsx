import { Banner, Text, type BannerHandles } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import { useEffect, useRef, useState } from "react";

interface UndoBannerProps {
  /** Milliseconds left when the page was loaded. */
  undoMs: number;
  isBusy: boolean;
  onUndo: () => void;
}

/** A countdown while a start can be undone. Announced once, not every second. */
export function UndoBanner({ undoMs, isBusy, onUndo }: UndoBannerProps) {
  const text = useText("campaigns");
  const banner = useRef<BannerHandles>(null);
  const leftMs = useCountdown(undoMs);
  // The dialog had the focus, so it moves to "Undo".
  useEffect(() => {
    if (document.activeElement === document.body) banner.current?.focus();
  }, []);
  if (leftMs <= 0) return null;
  return (
    <Banner
      ref={banner}
      tone="info"
      title={text("undo.title")}
      action={{ content: text("undo.action"), loading: isBusy, onAction: onUndo }}
    >
      <Text as="span" visuallyHidden>
        {text("undo.announced")}
      </Text>
      <span aria-hidden="true">{text("undo.left", { seconds: Math.ceil(leftMs / 1_000) })}</span>
    </Banner>
  );
}

/** The remaining milliseconds since a number was given. */
function useCountdown(ms: number): number {
  const [left, setLeft] = useState(ms);
  useEffect(() => {
    const endsAt = performance.now() + ms;
    setLeft(ms);
    const timer = setInterval(() => setLeft(endsAt - performance.now()), 250);
    return () => clearInterval(timer);
  }, [ms]);
  return left;
}
