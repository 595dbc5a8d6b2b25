import { DataTable, type DataTableProps } from "@shopify/polaris";
import { useEffect, useRef } from "react";

/** A table that can be scrolled sideways with the keyboard where it is too wide, which Polaris leaves to the mouse. */
export function ScrollableTable(props: DataTableProps) {
  const ref = useRef<HTMLDivElement>(null);
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
