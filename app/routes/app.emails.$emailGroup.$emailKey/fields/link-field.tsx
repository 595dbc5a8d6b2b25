import { useText } from "~/i18n/text-provider";
import { LineField } from "./line-field";

interface LinkFieldProps {
  href: string;
  /** Merge values that are URLs. */
  links: readonly string[];
  /** @returns why it is invalid, or null */
  onCommit: (href: string) => string | null;
}

/** A link target: a URL, or a merge value that is one. */
export function LinkField({ href, links, onCommit }: LinkFieldProps) {
  const text = useText("email-editor");
  return (
    <LineField
      label={text("field.link")}
      value={href}
      placeholder="https://"
      paths={links}
      isAddress
      onCommit={onCommit}
    />
  );
}
