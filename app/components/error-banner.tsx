import { Banner, type BannerHandles, type BannerProps } from "@shopify/polaris";
import { useEffect, useRef } from "react";

type ErrorBannerProps = Pick<BannerProps, "title" | "children">;

/**
 * Why what the merchant asked for was not done. It takes the focus when it appears: it may be above what is shown, and
 * assistive technology reads it.
 */
export function ErrorBanner({ title, children }: ErrorBannerProps) {
  const banner = useRef<BannerHandles>(null);
  useEffect(() => banner.current?.focus(), [title]);
  return (
    <Banner ref={banner} tone="critical" {...(title !== undefined && { title })}>
      {children}
    </Banner>
  );
}
