import { Router } from "express";
import type { World } from "../world";
export function storefrontRoutes(_world: World): Router {
  return Router();
}
