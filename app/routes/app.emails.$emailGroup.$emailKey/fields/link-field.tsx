import { LineField } from "./line-field";

interface LinkFieldProps {
  href: string;
  /** Values that are addresses. */
  links: readonly string[];
  /** @returns why it cannot be kept, or null */
  onCommit: (href: string) => string | null;
}

/** Where something of the email leads: an address, or a value that is one. */
export function LinkField({ href, links, onCommit }: LinkFieldProps) {
  return (
    <LineField
      label="Leads to"
      value={href}
      placeholder="https://"
      paths={links}
      isAddress
      onCommit={onCommit}
    />
  );
}
