import type { Block } from "~/messages/blocks/block";
import { conditionPaths, linkPaths, pathsGiven, textPaths } from "~/messages/merge/merge-paths";
import type { Editor } from "../use-editor";

/** Updates a block's fields, with the values for its texts, links and condition. */
export interface BlockFields {
  /** @returns why it is invalid, or null */
  readonly set: (fields: Readonly<Record<string, unknown>>) => string | null;
  readonly texts: readonly string[];
  readonly links: readonly string[];
  readonly conditions: readonly string[];
}

/** The fields of a block in the edited language. Changes of the same fields are one undo step. */
export function blockFields(
  { document, language, edit, customPaths }: Editor,
  block: Block,
): BlockFields {
  const inRepeat = block.repeat !== null;
  const given = (paths: readonly string[]) => pathsGiven(paths, document.footer.because);
  return {
    set: (fields) =>
      edit(
        { kind: "set", blockId: block.id, language, fields },
        `${block.id} ${Object.keys(fields).join()} ${language}`,
      ),
    texts: [...given(textPaths(inRepeat)), ...customPaths],
    conditions: given(conditionPaths(inRepeat)),
    // An event may have a link, such as that of its review.
    links: [
      ...given(linkPaths(inRepeat)).filter((path) => !textPaths(true).includes(path)),
      ...customPaths.filter((path) => path.startsWith("event.")),
    ],
  };
}
