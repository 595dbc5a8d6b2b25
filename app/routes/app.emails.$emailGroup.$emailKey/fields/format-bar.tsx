import { Button, Tooltip } from "@shopify/polaris";
import {
  ListBulletedIcon,
  ListNumberedIcon,
  TextBoldIcon,
  TextItalicIcon,
  TextUnderlineIcon,
} from "@shopify/polaris-icons";
import { useEditorState, type Editor } from "@tiptap/react";
import type { ComponentProps } from "react";
import { useText } from "~/i18n/text-provider";
import { LinkMenu } from "./link-menu";
import { insertValue } from "~/components/email/merge-text/insert-value";
import styles from "./rich-text-field.module.css";
import { ValueMenu } from "~/components/email/merge-text/value-menu";

interface FormatBarProps {
  editor: Editor;
  texts: readonly string[];
  links: readonly string[];
}

/** The five text styles, two list types, and the merge values. */
export function FormatBar({ editor, texts, links }: FormatBarProps) {
  const text = useText("email-editor");
  const active = useEditorState({
    editor,
    selector: ({ editor: it }) => ({
      bold: it.isActive("bold"),
      italic: it.isActive("italic"),
      underline: it.isActive("underline"),
      strike: it.isActive("strike"),
      bulletList: it.isActive("bulletList"),
      orderedList: it.isActive("orderedList"),
      href: it.isActive("link") ? String(it.getAttributes("link").href) : null,
    }),
  });
  const chain = () => editor.chain().focus();
  return (
    <div className={styles.bar} role="toolbar" aria-label={text("format")}>
      <Mark
        label={text("format.bold")}
        icon={TextBoldIcon}
        isOn={active.bold}
        onClick={() => chain().toggleBold().run()}
      />
      <Mark
        label={text("format.italic")}
        icon={TextItalicIcon}
        isOn={active.italic}
        onClick={() => chain().toggleItalic().run()}
      />
      <Mark
        label={text("format.underline")}
        icon={TextUnderlineIcon}
        isOn={active.underline}
        onClick={() => chain().toggleUnderline().run()}
      />
      <Mark
        label={text("format.strike")}
        icon={() => <span className={styles.struck}>S</span>}
        isOn={active.strike}
        onClick={() => chain().toggleStrike().run()}
      />
      <LinkMenu editor={editor} href={active.href} links={links} />
      <Mark
        label={text("format.bulletList")}
        icon={ListBulletedIcon}
        isOn={active.bulletList}
        onClick={() => chain().toggleBulletList().run()}
      />
      <Mark
        label={text("format.orderedList")}
        icon={ListNumberedIcon}
        isOn={active.orderedList}
        onClick={() => chain().toggleOrderedList().run()}
      />
      <ValueMenu
        of="text"
        field={text("field.text")}
        paths={texts}
        onInsert={(path, otherwise) => insertValue(editor, path, otherwise)}
      />
    </div>
  );
}

interface MarkProps {
  label: string;
  icon: NonNullable<ComponentProps<typeof Button>["icon"]>;
  isOn: boolean;
  onClick: () => void;
}

function Mark({ label, icon, isOn, onClick }: MarkProps) {
  return (
    <Tooltip content={label} dismissOnMouseOut>
      <Button
        size="micro"
        variant="tertiary"
        icon={icon}
        accessibilityLabel={label}
        pressed={isOn}
        onClick={onClick}
      />
    </Tooltip>
  );
}
