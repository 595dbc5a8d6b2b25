// Imported first, so that its handlers exist while the others load.
import { stopOnSignal } from "./stop-on-signal";
import "./load-env";
import express from "express";
import { openDatabase } from "~/db.server";
import { createLog } from "~/lib/log.server";
import { parseRouterSettings } from "./cells/cell-settings";
import { createRouter } from "./cells/create-router";
import { createDirectory } from "./cells/directory";
import { startPlacements } from "./cells/placements";
import { createGuardedServer, listenOn } from "./guarded-server";
import { rejectMalformed } from "./reject-malformed";
import { runTool } from "./run-tool";
import { trackRequests } from "./track-requests";
import { trustProxies } from "./trust-proxies";

/** `node scripts/run.mjs route`: sends each request to the cell of its shop. */
await runTool(async () => {
  const settings = parseRouterSettings(process.env);
  const log = createLog(settings.logLevel);
  const { db, close } = await openDatabase(
    { driver: "postgres", url: settings.directoryUrl, poolSize: 4 },
    () => null,
  );
  await createDirectory(db);
  const placements = await startPlacements(db, log);
  const route = createRouter({ ...settings, placements, log });

  const app = express();
  app.disable("x-powered-by");
  app.get("/healthz", (_request, response) => void response.json({ cells: settings.cells.size }));
  app.use(rejectMalformed);
  trustProxies(app, settings.trustedProxies);
  app.use((request, response) => {
    route(request, response).catch((err: unknown) => {
      log.error({ err }, "request failed");
      if (response.headersSent) response.destroy();
      else response.status(502).end();
    });
  });
  const server = createGuardedServer(app);
  const finishRequests = trackRequests(server);
  await listenOn(server, settings);
  log.info({ port: settings.port, cells: [...settings.cells.keys()] }, "routing");
  stopOnSignal(async () => {
    await finishRequests();
    await placements.stop();
    await close();
  });
});
