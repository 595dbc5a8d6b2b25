import { useLocation, useNavigation } from "@remix-run/react";
import {
  BlockStack,
  Card,
  SkeletonBodyText,
  SkeletonDisplayText,
  SkeletonPage,
  Text,
} from "@shopify/polaris";
import { useEffect, useState, type ReactNode } from "react";
import { useText } from "~/i18n/text-provider";
import { appBridge } from "./app-bridge";
import { MENU_PAGES } from "./menu-pages";
import { useNoResponseToast } from "./use-no-response-toast";

/**
 * Below 100 ms, a page seems to open at once, and an outline that flashes by would only disturb. Half of that is left for
 * drawing it.
 */
const OUTLINE_AFTER_MS = 50;

/**
 * Shows from the click on that another page is loading: the admin's loading bar, then the page's outline. The previous
 * page stays mounted below it, since a navigation can be canceled.
 */
export function PageTransition({ children }: { children: ReactNode }) {
  const { state, location: next } = useNavigation();
  const { pathname } = useLocation();
  const isBusy = state !== "idle";
  useNoResponseToast();
  useEffect(() => {
    if (!isBusy) return undefined;
    appBridge()?.loading?.(true);
    return () => appBridge()?.loading?.(false);
  }, [isBusy]);
  // Another view of the same page, such as the next rows of a list, keeps what is shown.
  const isLeaving = state === "loading" && next.pathname !== pathname;
  const isOutlined = useDelayed(isLeaving, OUTLINE_AFTER_MS);
  return (
    <>
      {isOutlined && <PageOutline pathname={next?.pathname ?? pathname} />}
      <div hidden={isOutlined}>{children}</div>
    </>
  );
}

/** True once the condition has held for that long. */
function useDelayed(isTrue: boolean, afterMs: number): boolean {
  const [hasPassed, setHasPassed] = useState(false);
  useEffect(() => {
    if (!isTrue) return undefined;
    const timer = setTimeout(() => setHasPassed(true), afterMs);
    return () => {
      clearTimeout(timer);
      setHasPassed(false);
    };
  }, [isTrue, afterMs]);
  return isTrue && hasPassed;
}

/**
 * A page of the menu has its title at once; the title of any other is part of its data. Assistive technology gets a
 * status instead of the shapes.
 */
function PageOutline({ pathname }: { pathname: string }) {
  const text = useText("common");
  const page = MENU_PAGES.find(({ path }) => path === pathname);
  return (
    <>
      <div role="status">
        <Text as="span" visuallyHidden>
          {text("loadingPage")}
        </Text>
      </div>
      <div aria-hidden data-page-outline>
        <SkeletonPage {...(page ? { title: text(page.key) } : { backAction: true })}>
          <BlockStack gap="400">
            {[3, 6, 4].map((lines) => (
              <Card key={lines}>
                <BlockStack gap="400">
                  <SkeletonDisplayText size="small" />
                  <SkeletonBodyText lines={lines} />
                </BlockStack>
              </Card>
            ))}
          </BlockStack>
        </SkeletonPage>
      </div>
    </>
  );
}
