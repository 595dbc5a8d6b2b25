import type { Locator } from "playwright-core";

/** A menu that has not closed or failed to open within this time stays as it is. */
const SETTLED_MS = 10_000;
const MAX_OPENINGS = 6;

/** Clicks like a merchant, and counts. */
export function countClicks() {
  let clicks = 0;
  return Object.assign(
    async (target: Locator) => {
      clicks += 1;
      await target.click();
    },
    {
      count: () => clicks,
      /** Chooses an option of a native list, which a merchant opens with one click. */
      async select(list: Locator, label: string) {
        clicks += 1;
        await list.selectOption({ label });
      },
      /** Opens a menu and clicks an item of it: two clicks. */
      async choose(opener: Locator, item: Locator) {
        clicks += 2;
        await openMenu(opener, () => item.click({ timeout: SETTLED_MS }));
      },
    },
  );
}

/**
 * Opens a menu and uses it. On a busy machine a menu may not open, because its page has not started yet, or close at
 * once: then it is opened again, as a merchant would do.
 *
 * @param use throws within seconds if the menu is not there
 */
export async function openMenu(opener: Locator, use: () => Promise<void>): Promise<void> {
  for (let opening = 1; ; opening++) {
    await opener.click();
    try {
      await use();
      return;
    } catch (error) {
      if (opening === MAX_OPENINGS) throw error;
      // A field opens its menu when it gets the focus.
      await opener.blur();
    }
  }
}
