/** Browser only: a module that the server imports dynamically would split its build. */
export { parseFlowEdit } from "~/messages/editing/parse-flow-edit";
