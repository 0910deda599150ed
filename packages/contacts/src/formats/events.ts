import type { Problem, ProblemCode } from '../contact.ts';

/** A problem, with what was found cut to 200 characters. */
export function problem(code: ProblemCode, line: number, field?: string, found?: string): Problem {
  return {
    code,
    line,
    ...(field === undefined ? {} : { field: field.slice(0, 100) }),
    ...(found === undefined ? {} : { found: found.toWellFormed().slice(0, 200) }),
  };
}
