import { createContext, useContext } from "react";

const NonceContext = createContext<string | undefined>(undefined);

export const NonceProvider = NonceContext.Provider;

/** What a script of ours must carry to run; known on the server only, since browsers hide it. */
export const useNonce = () => useContext(NonceContext);
