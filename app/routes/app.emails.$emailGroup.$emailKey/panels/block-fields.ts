import type { Block } from "~/messages/blocks/block";
import { linkPaths, pathsGiven, textPaths } from "~/messages/merge/merge-paths";
import type { Editor } from "../use-editor";

/** How a block's fields are set, and which values may stand in its texts and its links. */
export interface BlockFields {
  /** @returns why that cannot be, or null */
  readonly set: (fields: Readonly<Record<string, unknown>>) => string | null;
  readonly texts: readonly string[];
  readonly links: readonly string[];
}

/** The fields of a block in the language that is edited. Letters of the same fields are undone together. */
export function blockFields({ document, language, edit }: Editor, block: Block): BlockFields {
  const inRepeat = block.repeat !== null;
  const given = (paths: readonly string[]) => pathsGiven(paths, document.footer.because);
  return {
    set: (fields) =>
      edit(
        { kind: "set", blockId: block.id, language, fields },
        `${block.id} ${Object.keys(fields).join()} ${language}`,
      ),
    texts: given(textPaths(inRepeat)),
    links: given(linkPaths(inRepeat)).filter((path) => !textPaths(true).includes(path)),
  };
}
