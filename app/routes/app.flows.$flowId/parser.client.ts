/** Browser only: a module that the server imports dynamically would split its build. */
export { parseFlowEdit } from "~/flows/editing/parse-flow-edit";
