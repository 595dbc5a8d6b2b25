/** A browser's report of one page visit. */
export interface PageVitals {
  readonly largestPaintMs: number;
  readonly layoutShift: number;
  /** Of the slowest interaction. */
  readonly interactionMs: number;
}

declare global {
  interface Window {
    kindredVitals: { -readonly [K in keyof PageVitals]: PageVitals[K] };
  }
}

/**
 * Runs in each frame before the page's own scripts. Its functions have no names, because the loader of this file
 * would wrap those in a helper that the page lacks.
 */
export function observePage(): void {
  const seen = { largestPaintMs: 0, layoutShift: 0, interactionMs: 0 };
  window.kindredVitals = seen;
  for (const type of ["largest-contentful-paint", "layout-shift", "event"]) {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { startTime, duration } = entry;
        const more = entry as PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
          interactionId: number;
        };
        if (type === "largest-contentful-paint") seen.largestPaintMs = startTime;
        else if (type === "layout-shift" && !more.hadRecentInput) seen.layoutShift += more.value;
        else if (type === "event" && more.interactionId > 0) {
          seen.interactionMs = Math.max(seen.interactionMs, duration);
        }
      }
    }).observe({ type, buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
  }
}
