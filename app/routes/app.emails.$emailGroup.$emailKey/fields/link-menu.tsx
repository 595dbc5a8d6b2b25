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
import { Href } from "~/messages/blocks/block-base";
import { mergePath } from "~/messages/merge/merge-paths";

interface LinkMenuProps {
  editor: Editor;
  /** The link at the cursor; null: none. */
  href: string | null;
  links: readonly string[];
}

/** Adds, changes or removes the link of the selected text. */
export function LinkMenu({ editor, href, links }: LinkMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const open = () => {
    setTyped(href ?? "");
    setProblem(null);
    setOpen(true);
  };
  const apply = (address: string) => {
    const checked = Href.safeParse(address.trim());
    if (!checked.success) {
      setProblem(checked.error.issues[0]?.message ?? "Is no address");
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
        <Tooltip content="Link" dismissOnMouseOut>
          <Button
            size="micro"
            variant="tertiary"
            icon={LinkIcon}
            accessibilityLabel="Link"
            pressed={href !== null}
            onClick={open}
          />
        </Tooltip>
      }
    >
      <Box padding="300">
        <BlockStack gap="200">
          <TextField
            label="Leads to"
            placeholder="https://"
            autoComplete="off"
            value={typed}
            error={problem ?? false}
            onChange={setTyped}
          />
          <InlineStack gap="200">
            <Button variant="primary" onClick={() => apply(typed)}>
              Set the link
            </Button>
            {href !== null && <Button onClick={remove}>Take it away</Button>}
          </InlineStack>
        </BlockStack>
      </Box>
      <ActionList
        sections={[
          {
            title: "Or to",
            items: links.map((path) => ({
              content: mergePath(path)?.label ?? path,
              onAction: () => apply(`{{ ${path} }}`),
            })),
          },
        ]}
      />
    </Popover>
  );
}
