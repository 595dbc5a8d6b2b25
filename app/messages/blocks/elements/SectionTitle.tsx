import { Heading, Section } from "react-email";
import type { RenderContext } from "./render-context";

interface SectionTitleProps {
  readonly title: string;
  readonly context: RenderContext;
}

/** The heading of a part of an email, with the theme's rule above it. */
export function SectionTitle({ title, context: { theme } }: SectionTitleProps) {
  const hasRule = theme.design.section.rule !== "none";
  return (
    <Section
      {...(hasRule && { className: "rule" })}
      style={hasRule ? { ...theme.section, paddingTop: "24px" } : {}}
    >
      <Heading
        as="h2"
        className="ink"
        style={{ ...theme.subheading, margin: "0 0 22px", textAlign: theme.align }}
      >
        {title}
      </Heading>
    </Section>
  );
}
