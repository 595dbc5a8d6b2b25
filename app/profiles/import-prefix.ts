/** Properties of imported files have this and the import's id for the flow that set them. */
export const IMPORT_PREFIX = "import-";
