import { useText } from "~/i18n/text-provider";
import { AlignField } from "../fields/align-field";
import { ChoiceField } from "../fields/choice-field";
import { LazyRichTextField } from "../fields/lazy-rich-text-field";
import { LineField } from "../fields/line-field";
import { LinkField } from "../fields/link-field";
import type { PanelProps } from "./panel";

export function HeadingPanel({ block, set, texts }: PanelProps<"heading">) {
  const text = useText("email-editor");
  return (
    <>
      <LineField
        label={text("field.text")}
        value={block.text}
        paths={texts}
        onCommit={(changed) => set({ text: changed })}
      />
      <ChoiceField
        label={text("field.size")}
        values={["large", "small"]}
        nameOf={(it) => text(`heading.${it}`)}
        value={block.size}
        onChange={(size) => set({ size })}
      />
      <AlignField block={block} set={set} />
    </>
  );
}

export function TextPanel({ block, set, texts, links }: PanelProps<"text">) {
  const text = useText("email-editor");
  return (
    <>
      <LazyRichTextField
        label={text("field.text")}
        value={block.text}
        texts={texts}
        links={links}
        onCommit={(changed) => set({ text: changed })}
      />
      <ChoiceField
        label={text("field.size")}
        values={["normal", "small"]}
        nameOf={(it) => text(`text.${it}`)}
        value={block.size}
        onChange={(size) => set({ size })}
      />
      <AlignField block={block} set={set} />
    </>
  );
}

export function ButtonPanel({ block, set, texts, links }: PanelProps<"button">) {
  const text = useText("email-editor");
  return (
    <>
      <LineField
        label={text("field.label")}
        value={block.label}
        paths={texts}
        onCommit={(label) => set({ label })}
      />
      <LinkField href={block.href} links={links} onCommit={(href) => set({ href })} />
      <ChoiceField
        label={text("field.width")}
        values={["full", "auto"]}
        nameOf={(it) => text(`button.${it}`)}
        value={block.width}
        onChange={(width) => set({ width })}
      />
      <ChoiceField
        label={text("style")}
        values={["filled", "outline"]}
        nameOf={(it) => text(`button.${it}`)}
        value={block.look ?? "filled"}
        onChange={(look) => set({ look })}
      />
      <AlignField block={block} set={set} />
    </>
  );
}

export function CouponPanel({ block, set, texts }: PanelProps<"coupon">) {
  const text = useText("email-editor");
  return (
    <>
      <LineField
        label={text("field.title")}
        value={block.title}
        paths={texts}
        onCommit={(title) => set({ title })}
      />
      <LineField
        label={text("coupon.code")}
        value={block.code}
        help={text("coupon.codeHelp")}
        onCommit={(code) => set({ code })}
      />
      <LineField
        label={text("coupon.note")}
        value={block.note}
        help={text("coupon.noteHelp")}
        paths={texts}
        onCommit={(note) => set({ note })}
      />
    </>
  );
}

export function HtmlPanel({ block, set }: PanelProps<"html">) {
  const text = useText("email-editor");
  return (
    <LineField
      label={text("html.label")}
      value={block.html}
      help={text("html.help")}
      lines={8}
      isCode
      onCommit={(html) => set({ html })}
    />
  );
}
