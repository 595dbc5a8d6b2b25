import { GRADES, type Grade } from "~/predictions/prediction";

/** The grades that are as good as this one or better. */
export const gradesFrom = (worst: Grade): readonly Grade[] =>
  GRADES.slice(0, GRADES.indexOf(worst) + 1);
