import { Banner, Text, type BannerHandles } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";

interface UndoBannerProps {
  /** How many milliseconds were left when the page was loaded. */
  undoMs: number;
  isBusy: boolean;
  onUndo: () => void;
}

/** Counts down while a start can be undone. Its words are read out once, not each second. */
export function UndoBanner({ undoMs, isBusy, onUndo }: UndoBannerProps) {
  const banner = useRef<BannerHandles>(null);
  const leftMs = useCountdown(undoMs);
  // The dialog is gone, and with it what had the focus: "Undo" is the next stop.
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

/** What is left of a number of milliseconds that was true when it was given. */
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
