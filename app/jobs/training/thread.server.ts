import { FITS } from "../fits.server";
import { serveFit } from "./serve-fit.server";

// The whole program of a fit's thread. A build of its own entry (vite.config.ts).
await serveFit(FITS);
