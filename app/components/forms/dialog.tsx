import { Modal, type ModalProps } from "@shopify/polaris";
import { useEffect, useState } from "react";

/** A dialog that gives the focus back to what opened it, which Polaris leaves on the body of the page. */
export function Dialog(props: ModalProps) {
  const { open } = props;
  const [opener, setOpener] = useState<{ readonly element: Element | null } | null>(null);
  // During rendering: then the dialog takes the focus.
  if (open && opener === null) setOpener({ element: findOpener() });
  if (!open && opener !== null) setOpener(null);
  useEffect(() => () => returnFocus(opener?.element ?? null), [opener]);
  return <Modal {...props} />;
}

Dialog.Section = Modal.Section;

/** The focused element; of a menu, which closes when its item opens the dialog, the menu's button. */
function findOpener(): Element | null {
  if (typeof document === "undefined") return null;
  const { activeElement } = document;
  const menu = activeElement?.closest(".Polaris-Popover__Content");
  return menu ? document.querySelector(`[aria-controls="${menu.id}"]`) : activeElement;
}

/** Once no dialog is left: each keeps the focus inside while it fades. Whoever has it by then may keep it. */
function returnFocus(opener: Element | null): void {
  if (!(opener instanceof HTMLElement)) return;
  if (document.querySelector('[role="dialog"]')) {
    requestAnimationFrame(() => returnFocus(opener));
  } else if (document.activeElement === document.body) {
    opener.focus();
  }
}
