import {
  useEditor,
  type AnyExtension,
  type Editor,
  type JSONContent,
  type UseEditorOptions,
} from "@tiptap/react";
import { useEffect, useRef, useState } from "react";
import { useMergeNames } from "~/components/email/use-merge-names";
import { useText } from "~/i18n/text-provider";
import { createMergeChip } from "./merge-chip.client";

interface MergeEditorOptions {
  /** What else the text may have than merge values. */
  readonly extensions: readonly AnyExtension[];
  /** The stored text, merge values as nodes. */
  readonly content: JSONContent;
  readonly editorProps: NonNullable<UseEditorOptions["editorProps"]>;
  /** Applies changed content. Returns why it is invalid, or null. */
  readonly commit: (content: JSONContent) => string | null;
  /** Whether content is stored as the same text as `content`. */
  readonly isStored: (content: JSONContent) => boolean;
}

export interface MergeEditor {
  readonly editor: Editor | null;
  readonly problem: string | null;
}

/**
 * A text editor in which merge values are displayed by their names. Each valid change applies to the email at once;
 * outside changes update the editor.
 */
export function useMergeEditor(options: MergeEditorOptions): MergeEditor {
  const mergeName = useMergeNames();
  const text = useText("merge-values");
  const [problem, setProblem] = useState<string | null>(null);
  const current = useRef(options);
  current.current = options;
  const editor = useEditor({
    extensions: [...options.extensions, createMergeChip(mergeName, text)],
    content: options.content,
    immediatelyRender: false,
    injectCSS: false,
    editorProps: options.editorProps,
    onUpdate: ({ editor: changed }) => setProblem(current.current.commit(changed.getJSON())),
  });

  // Undo and language changes come from outside.
  const wanted = JSON.stringify(options.content);
  useEffect(() => {
    if (!editor || current.current.isStored(editor.getJSON())) return;
    editor.commands.setContent(JSON.parse(wanted) as JSONContent, { emitUpdate: false });
    setProblem(null);
  }, [editor, wanted]);

  return { editor, problem };
}
