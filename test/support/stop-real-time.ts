import { onTestFinished, vi } from "vitest";

/** Stops the machine's clock for the rest of a test, so that no rate-limited call is allowed meanwhile. */
export function stopRealTime(): void {
  const stopped = vi.spyOn(performance, "now").mockReturnValue(performance.now());
  onTestFinished(() => stopped.mockRestore());
}
