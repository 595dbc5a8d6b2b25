import { Banner, Text, type BannerHandles } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";

interface UndoBannerProps {
  /** Milliseconds left when the page was loaded. */
  undoMs: number;
  isBusy: boolean;
  onUndo: () => void;
}

/** A countdown while a start can be undone. Announced once, not every second. */
export function UndoBanner({ undoMs, isBusy, onUndo }: UndoBannerProps) {
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
      title="Nothing has left yet"
      action={{ content: "Undo", loading: isBusy, onAction: onUndo }}
    >
      <Text as="span" visuallyHidden>
        You can undo the start for 30 seconds.
      </Text>
      <span aria-hidden="true">{`You can undo the start for ${secondsOf(leftMs)}.`}</span>
    </Banner>
  );
}

const secondsOf = (ms: number) => {
  const seconds = Math.ceil(ms / 1_000);
  return seconds === 1 ? "1 more second" : `${seconds} more seconds`;
};

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
