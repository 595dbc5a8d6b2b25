import type { Locator } from "playwright-core";
import { expect } from "vitest";

/**
 * Replaces the text of a field with merge values by the keyboard, as a person does. Playwright's `fill` selects the text
 * behind the editor's back, which sometimes leaves a merge value at its end.
 */
export async function rewriteField(field: Locator, text: string): Promise<void> {
  await field.click();
  // Until its editor is loaded, a plain field is in its place.
  await expect.poll(() => field.evaluate((it: HTMLElement) => it.isContentEditable)).toBe(true);
  await field.press("ControlOrMeta+a");
  await field.press("Delete");
  if (text !== "") await field.page().keyboard.insertText(text);
}
