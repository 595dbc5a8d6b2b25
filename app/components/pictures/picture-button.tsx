import { Button } from "@shopify/polaris";
import { ImageAddIcon } from "@shopify/polaris-icons";
import { Suspense, useEffect, useId, useRef, useState } from "react";
import { useText } from "~/i18n/text-provider";
import { lazyPart } from "../lazy/lazy-part";
import { usePreload } from "../lazy/use-preload";
import type { PictureDialogProps } from "./picture-dialog.client";

// Most visits choose no image, and the server renders none.
const loadDialog = () => import("./picture-dialog.client");
const PictureDialog = lazyPart(loadDialog);

interface PictureButtonProps extends Omit<PictureDialogProps, "onClose"> {
  /** The name of its field, for screen readers, where a page has several. */
  field?: string;
}

/** Opens the dialog for uploading or choosing an image. */
export function PictureButton({ field, ...props }: PictureButtonProps) {
  const text = useText("pictures");
  const id = useId();
  usePreload(loadDialog);
  const [isOpen, setOpen] = useState(false);
  const wasOpen = useRef(false);
  useEffect(() => {
    // Returns the keyboard focus.
    if (wasOpen.current && !isOpen) document.getElementById(id)?.focus();
    wasOpen.current = isOpen;
  }, [id, isOpen]);
  return (
    <>
      <Button
        id={id}
        icon={ImageAddIcon}
        {...(field !== undefined && { accessibilityLabel: text("chooseFor", { field }) })}
        onClick={() => setOpen(true)}
      >
        {text("choose")}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <PictureDialog {...props} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
