import { FITS } from "~/training-registry.server";
import { serveFit } from "./serve-fit.server";

// The entry of a fit's thread; a separate build entry (vite.config.ts).
await serveFit(FITS);
