import {
  ActionList,
  BlockStack,
  Box,
  Button,
  InlineStack,
  Popover,
  TextField,
  Tooltip,
} from "@shopify/polaris";
import { LinkIcon } from "@shopify/polaris-icons";
import type { Editor } from "@tiptap/react";
import { useState } from "react";
import { useMergeNames } from "~/components/email/use-merge-names";
import { useText } from "~/i18n/text-provider";
import { Href } from "~/messages/blocks/elements/block-base";
import { readableMerge } from "~/messages/merge/readable";
import { readSchemaProblem } from "~/messages/document/schema-problem";
import { useProblemText } from "../use-problem-text";

interface LinkMenuProps {
  editor: Editor;
  /** The link at the cursor; null: none. */
  href: string | null;
  links: readonly string[];
}

/** Adds, changes or removes the link of the selected text. */
export function LinkMenu({ editor, href, links }: LinkMenuProps) {
  const text = useText("email-editor");
  const problemText = useProblemText();
  const mergeName = useMergeNames();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  // A merge value is displayed by its name, in place of the URL that it will be.
  const isValue = href !== null && href.startsWith("{{");
  const open = () => {
    setTyped(isValue ? "" : (href ?? ""));
    setProblem(null);
    setOpen(true);
  };
  const apply = (address: string) => {
    const checked = Href.safeParse(address.trim());
    if (!checked.success) {
      setProblem(problemText(readSchemaProblem(checked.error)));
      return;
    }
    setOpen(false);
    const chain = editor.chain().focus().extendMarkRange("link");
    const { empty } = editor.state.selection;
    const mark = { type: "link", attrs: { href: checked.data } };
    // Without a selection the URL itself is the text.
    if (empty && href === null)
      chain.insertContent({ type: "text", text: checked.data, marks: [mark] }).run();
    else chain.setLink({ href: checked.data }).run();
  };
  const remove = () => {
    setOpen(false);
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
  };
  return (
    <Popover
      active={isOpen}
      onClose={() => setOpen(false)}
      activator={
        <Tooltip content={text("field.link")} dismissOnMouseOut>
          <Button
            size="micro"
            variant="tertiary"
            icon={LinkIcon}
            accessibilityLabel={text("field.link")}
            pressed={href !== null}
            onClick={open}
          />
        </Tooltip>
      }
    >
      <Box padding="300">
        <BlockStack gap="200">
          <TextField
            label={text("field.link")}
            placeholder={isValue ? readableMerge(href, mergeName) : "https://"}
            autoComplete="off"
            value={typed}
            error={problem ?? false}
            onChange={setTyped}
          />
          <InlineStack gap="200">
            <Button variant="primary" onClick={() => apply(typed)}>
              {text("link.apply")}
            </Button>
            {href !== null && <Button onClick={remove}>{text("link.remove")}</Button>}
          </InlineStack>
        </BlockStack>
      </Box>
      <ActionList
        sections={[
          {
            title: text("link.values"),
            items: links.map((path) => ({
              content: mergeName(path),
              onAction: () => apply(`{{ ${path} }}`),
            })),
          },
        ]}
      />
    </Popover>
  );
}
