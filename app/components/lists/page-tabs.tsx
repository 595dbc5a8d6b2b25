import { Box, Tabs } from "@shopify/polaris";
import { useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";

interface PageTab<Id extends string> {
  readonly id: Id;
  readonly title: string;
}

/** Which part of a long page is open, from its URL. */
export function useTab<Id extends string>(
  ids: readonly Id[],
  fallback: Id,
): [Id, (id: Id) => void] {
  const [params, setParams] = useSearchParams();
  const open = ids.find((id) => id === params.get("tab")) ?? fallback;
  const change = (id: Id) =>
    setParams(
      (before) => {
        before.set("tab", id);
        before.delete("page");
        return before;
      },
      { replace: true, preventScrollReset: true },
    );
  return [open, change];
}

interface PageTabsProps<Id extends string> {
  tabs: readonly PageTab<Id>[];
  open: Id;
  onOpen: (id: Id) => void;
  /** The open part. */
  children: ReactNode;
}

/** The parts of a long page, one at a time. */
export function PageTabs<Id extends string>({ tabs, open, onOpen, children }: PageTabsProps<Id>) {
  return (
    <Tabs
      tabs={tabs.map(({ id, title }) => ({ id, content: title }))}
      selected={tabs.findIndex(({ id }) => id === open)}
      onSelect={(i) => onOpen(tabs[i]?.id ?? open)}
    >
      <Box paddingBlockStart="400">{children}</Box>
    </Tabs>
  );
}
