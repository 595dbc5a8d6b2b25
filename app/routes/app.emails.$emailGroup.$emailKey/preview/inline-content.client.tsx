import { EditorContent } from "@tiptap/react";
import { useEffect } from "react";
import type { MergeEditor } from "~/components/email/merge-text/use-merge-editor.client";
import { WritingProblem } from "./inline-writing";

/** A text editor inside the email, which has the focus. */
export function InlineContent({ editor, problem }: MergeEditor) {
  useEffect(() => {
    editor?.commands.focus("end");
  }, [editor]);
  return (
    <>
      <EditorContent editor={editor} />
      {problem !== null && <WritingProblem problem={problem} />}
    </>
  );
}
