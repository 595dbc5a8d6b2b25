import { useEffect } from "react";
import { NO_RESPONSE } from "~/http/keep-page";
import { useText } from "~/i18n/text-provider";
import { appBridge } from "./app-bridge";

/** Says that a request got no response, and whether it has to be repeated by hand. */
export function useNoResponseToast(): void {
  const text = useText("common");
  useEffect(() => {
    const show = (event: Event) => {
      const isLoad = event instanceof CustomEvent && event.detail === "GET";
      appBridge()?.toast.show(text(isLoad ? "loadFailed" : "requestFailed"), { isError: true });
    };
    window.addEventListener(NO_RESPONSE, show);
    return () => window.removeEventListener(NO_RESPONSE, show);
  }, [text]);
}
