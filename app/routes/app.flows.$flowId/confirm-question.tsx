import { Suspense, useState } from "react";
import { lazyPart } from "~/components/lazy/lazy-part";
import { usePreload } from "~/components/lazy/use-preload";
import type { ConfirmDialogsProps } from "./confirm-dialogs.client";

// Browser only: a module that the server imports dynamically would split its build.
const loadDialogs = () => import("./confirm-dialogs.client");
const ConfirmDialogs = lazyPart(loadDialogs);

/** Asks the merchant to confirm a change. The browser loads the dialogs after the page. */
export function ConfirmQuestion(props: ConfirmDialogsProps) {
  // A closed dialog stays mounted, so that its closing is animated.
  const [isNeeded, setIsNeeded] = useState(false);
  usePreload(loadDialogs);
  if (props.question !== null && !isNeeded) setIsNeeded(true);
  if (!isNeeded) return null;
  return (
    <Suspense fallback={null}>
      <ConfirmDialogs {...props} />
    </Suspense>
  );
}
