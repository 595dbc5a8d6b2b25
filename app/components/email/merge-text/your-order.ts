import { createContext } from "react";

/** "your order" in the language in which the email is edited, which menus of merge values insert. */
export const YourOrderContext = createContext("–");
