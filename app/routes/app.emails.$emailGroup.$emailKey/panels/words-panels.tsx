import { SkeletonBodyText } from "@shopify/polaris";
import { Suspense } from "react";
import { lazyPart } from "~/components/lazy/lazy-part";
import { AlignField } from "../fields/align-field";
import { ChoiceField } from "../fields/choice-field";
import { LineField } from "../fields/line-field";
import { LinkField } from "../fields/link-field";
import type { PanelProps } from "./panel";

// The text editor is three quarters of the page's code, so it loads after the page, and never on the server.
export const loadRichTextField = () => import("../fields/rich-text-field.client");
const RichTextField = lazyPart(loadRichTextField);

export function HeadingPanel({ block, set, texts }: PanelProps<"heading">) {
  return (
    <>
      <LineField label="Text" value={block.text} paths={texts} onCommit={(text) => set({ text })} />
      <ChoiceField
        label="Size"
        words={{ large: "Large, the email's own", small: "Small, a part's" }}
        value={block.size}
        onChange={(size) => set({ size })}
      />
      <AlignField block={block} set={set} />
    </>
  );
}

export function TextPanel({ block, set, texts, links }: PanelProps<"text">) {
  return (
    <>
      <Suspense fallback={<SkeletonBodyText lines={4} />}>
        <RichTextField
          label="Text"
          value={block.text}
          texts={texts}
          links={links}
          onCommit={(text) => set({ text })}
        />
      </Suspense>
      <ChoiceField
        label="Size"
        words={{ normal: "Normal", small: "Small" }}
        value={block.size}
        onChange={(size) => set({ size })}
      />
      <AlignField block={block} set={set} />
    </>
  );
}

export function ButtonPanel({ block, set, texts, links }: PanelProps<"button">) {
  return (
    <>
      <LineField
        label="Label"
        value={block.label}
        paths={texts}
        onCommit={(label) => set({ label })}
      />
      <LinkField href={block.href} links={links} onCommit={(href) => set({ href })} />
      <ChoiceField
        label="Width"
        words={{ full: "As wide as the email", auto: "As wide as its label" }}
        value={block.width}
        onChange={(width) => set({ width })}
      />
      <ChoiceField
        label="Style"
        words={{ filled: "Filled", outline: "Outlined" }}
        value={block.look ?? "filled"}
        onChange={(look) => set({ look })}
      />
      <AlignField block={block} set={set} />
    </>
  );
}

export function CouponPanel({ block, set, texts }: PanelProps<"coupon">) {
  return (
    <>
      <LineField
        label="Title"
        value={block.title}
        paths={texts}
        onCommit={(title) => set({ title })}
      />
      <LineField
        label="Code"
        value={block.code}
        help="As it was made in Shopify, in every language the same. Left empty, each customer gets a code of their own where the flow or campaign gives one; where none is given nothing is shown."
        onCommit={(code) => set({ code })}
      />
      <LineField
        label="Note"
        value={block.note}
        help="Conditions, or until when it holds. Left empty beside a code of the customer's own, it says what that takes off and until when."
        paths={texts}
        onCommit={(note) => set({ note })}
      />
    </>
  );
}

export function HtmlPanel({ block, set }: PanelProps<"html">) {
  return (
    <LineField
      label="HTML"
      value={block.html}
      help="Tables, text, pictures and links. Scripts, forms and whatever else no email can hold is taken out."
      lines={8}
      isCode
      onCommit={(html) => set({ html })}
    />
  );
}
