/** Vertical space. */
export function Space({ heightPx }: { readonly heightPx: number }) {
  const height = `${heightPx}px`;
  // Set the line height too: Outlook gives an empty box the height of a line.
  return (
    <div data-skip-in-text="true" style={{ fontSize: "1px", height, lineHeight: height }}>
      {"\u00a0"}
    </div>
  );
}
