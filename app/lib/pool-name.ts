import { z } from "zod";

/** The name of a pool of shops that share an account at an email provider. The default pool has none. */
export const PoolName = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/);
