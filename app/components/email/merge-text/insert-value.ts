import type { Editor } from "@tiptap/react";
import { isName, writeValue } from "~/messages/merge/write-value";
import { MERGE_CHIP } from "./merge-chips";

/**
 * Inserts a merge value at the cursor. A name replaces a space before it, because it brings its own along.
 *
 * @param otherwise what replaces another value where it is missing
 */
export function insertValue(editor: Editor, path: string, otherwise: string): void {
  const { from, to, $from } = editor.state.selection;
  const before = $from.parent.textBetween(0, $from.parentOffset, "", "\ufffc");
  const start = isName(path) && before.endsWith(" ") ? from - 1 : from;
  const source = writeValue(path, { startsLine: before.trim() === "", otherwise });
  editor
    .chain()
    .focus()
    .insertContentAt({ from: start, to }, { type: MERGE_CHIP, attrs: { source } })
    .run();
}
