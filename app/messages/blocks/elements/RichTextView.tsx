import { Fragment, type CSSProperties, type ReactNode } from "react";
import { Link, Text } from "react-email";
import type { RenderContext } from "./render-context";
import type { Inline, Mark, Paragraph, RichText } from "./rich-text";

interface RichTextProps {
  readonly text: RichText;
  /** Style of each paragraph. */
  readonly style: CSSProperties;
  readonly context: RenderContext;
}

/** Formatted text as an email shows it. */
export function RichTextView({ text, style, context }: RichTextProps) {
  const inside = (paragraph: Paragraph) => <Inlines of={paragraph.content} context={context} />;
  return (
    <>
      {text.content.map((node, i) => {
        if (node.type === "paragraph") {
          return (
            <Text key={i} className="soft" style={style}>
              {inside(node)}
            </Text>
          );
        }
        const List = node.type === "bulletList" ? "ul" : "ol";
        return (
          <List key={i} className="soft" style={{ ...style, ...indent(context) }}>
            {node.content.map((item, j) => (
              <li key={j} style={{ margin: "0 0 6px" }}>
                {item.content.map((paragraph, k) => (
                  <Fragment key={k}>
                    {k > 0 && <br />}
                    {inside(paragraph)}
                  </Fragment>
                ))}
              </li>
            ))}
          </List>
        );
      })}
    </>
  );
}

function indent({ theme }: RenderContext): CSSProperties {
  return theme.start === "left"
    ? { paddingLeft: "22px", paddingRight: 0 }
    : { paddingLeft: 0, paddingRight: "22px" };
}

interface InlinesProps {
  readonly of: readonly Inline[] | undefined;
  readonly context: RenderContext;
}

function Inlines({ of: inlines = [], context }: InlinesProps) {
  return (
    <>
      {inlines.map((inline, i) =>
        inline.type === "hardBreak" ? (
          <br key={i} />
        ) : (
          <Fragment key={i}>
            {(inline.marks ?? []).reduce<ReactNode>(
              (inner, mark) => marked(mark, inner, context),
              context.merge(inline.text),
            )}
          </Fragment>
        ),
      )}
    </>
  );
}

function marked(mark: Mark, inner: ReactNode, { link, theme }: RenderContext): ReactNode {
  switch (mark.type) {
    case "bold":
      return <strong>{inner}</strong>;
    case "italic":
      return <em>{inner}</em>;
    case "underline":
      return <u>{inner}</u>;
    case "strike":
      return <s>{inner}</s>;
    case "link":
      return (
        <Link className="link" href={link(mark.attrs.href, "text")} style={theme.link}>
          {inner}
        </Link>
      );
  }
}
