import { Router } from "express";
import type { World } from "../world";
export function shellRoutes(_world: World): Router {
  return Router();
}
