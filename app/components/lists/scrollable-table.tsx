import { DataTable, type DataTableProps } from "@shopify/polaris";
import { useEffect, useRef } from "react";
import { useText } from "~/i18n/text-provider";

/**
 * A table that can be scrolled sideways with the keyboard where it is too wide, which Polaris leaves to the mouse. Its
 * scroll buttons have names of the catalog: Polaris inserts "left" and "right" in English into those of any language.
 */
export function ScrollableTable(props: DataTableProps) {
  const text = useText("common");
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const navigation = ref.current?.querySelector(".Polaris-DataTable__Navigation");
    const [left, right] = navigation?.querySelectorAll("button") ?? [];
    left?.setAttribute("aria-label", text("table.left"));
    right?.setAttribute("aria-label", text("table.right"));
  }, [text]);
  useEffect(() => {
    const part = ref.current?.querySelector(".Polaris-DataTable__ScrollContainer");
    if (!part) return;
    const observer = new ResizeObserver(() => {
      if (part.scrollWidth > part.clientWidth) part.setAttribute("tabindex", "0");
      else part.removeAttribute("tabindex");
    });
    observer.observe(part);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={ref}>
      <DataTable {...props} />
    </div>
  );
}
