import { GRADES, type Grade } from "~/predictions/prediction";

/** The grades at least as good as this one. */
export const gradesFrom = (worst: Grade): readonly Grade[] =>
  GRADES.slice(0, GRADES.indexOf(worst) + 1);
