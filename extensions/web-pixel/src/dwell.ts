import type { PixelEvent } from "../../../app/events/pixel/pixel-batch";

/** Seconds after which an open page is reported. Beyond the last, it is probably a forgotten tab. */
const MARKS_SECONDS = [10, 30, 60, 180];

type PageViewed = Extract<PixelEvent, { name: "page_viewed" }>;

interface Dwell {
  /** Tracks this page instead of the previous one. */
  start(page: PageViewed, clientId: string): void;
  stop(): void;
}

/**
 * Reports how long a page stayed open. A worker does not see a page close, but it ends with it: each mark that is
 * reached is reported, and the last one counts.
 */
export function watchDwell(report: (event: PixelEvent, clientId: string) => void): Dwell {
  let timers: ReturnType<typeof setTimeout>[] = [];
  function stop() {
    timers.forEach(clearTimeout);
    timers = [];
  }
  return {
    stop,
    start({ id, at, page }, clientId) {
      stop();
      timers = MARKS_SECONDS.map((seconds) =>
        setTimeout(() => {
          const reachedAt = new Date(Date.parse(at) + seconds * 1_000).toISOString();
          report(
            { id: `${id}.${String(seconds)}`, name: "page_dwelt", at: reachedAt, page, seconds },
            clientId,
          );
        }, seconds * 1_000),
      );
    },
  };
}
