import { useEffect, useState } from "react";

/** For Safari, which does not report when it is idle. */
const IDLE_AFTER_MS = 2_000;

/**
 * Imports a module once the browser is idle. It is then there when the merchant needs it, even after a deployment that
 * removed its file.
 *
 * @param load the same function on each render
 */
export function usePreload(load: () => Promise<unknown>): void {
  useEffect(
    () =>
      // Who needs the module imports it again, and handles the error.
      whenIdle(() => load().catch(() => undefined)),
    [load],
  );
}

/** Whether the browser has been idle since the page was opened, so that a part may load that nobody has asked for. */
export function useIdle(): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => whenIdle(() => setIdle(true)), []);
  return isIdle;
}

/** @returns a function that cancels the work */
function whenIdle(work: () => unknown): () => void {
  if ("requestIdleCallback" in window) {
    const request = requestIdleCallback(work);
    return () => cancelIdleCallback(request);
  }
  const timer = setTimeout(work, IDLE_AFTER_MS);
  return () => clearTimeout(timer);
}
