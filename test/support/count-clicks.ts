import type { Locator } from "playwright-core";

/** Clicks like a merchant, and counts. */
export function countClicks() {
  let clicks = 0;
  return Object.assign(
    async (target: Locator) => {
      clicks += 1;
      await target.click();
    },
    { count: () => clicks },
  );
}
