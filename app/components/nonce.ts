import { createContext, useContext } from "react";

const NonceContext = createContext<string | undefined>(undefined);

export const NonceProvider = NonceContext.Provider;

/** The nonce that our scripts need to run. Known on the server only, since browsers hide it. */
export const useNonce = () => useContext(NonceContext);
