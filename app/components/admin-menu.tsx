import { Link } from "@remix-run/react";
import { createElement } from "react";
import { useText } from "~/i18n/text-provider";
import { useEarlyInput } from "./early-input";
import { MENU_PAGES } from "./menu-pages";

/** The app's pages in the admin's menu. */
export function AdminMenu({ hasPlans }: { hasPlans: boolean }) {
  useEarlyInput();
  const text = useText("common");
  const pages = MENU_PAGES.filter(({ key }) => hasPlans || key !== "nav.plan");
  return createElement(
    "ui-nav-menu",
    null,
    pages.map(({ key, path }) => (
      <Link key={key} to={path} {...(key === "nav.home" && { rel: "home" })}>
        {text(key)}
      </Link>
    )),
  );
}
