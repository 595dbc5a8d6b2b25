import { onTestFinished, vi } from "vitest";

/** Stops the clock of the machine for the rest of a test, so that nobody who was put off is let through meanwhile. */
export function stopRealTime(): void {
  const stopped = vi.spyOn(performance, "now").mockReturnValue(performance.now());
  onTestFinished(() => stopped.mockRestore());
}
