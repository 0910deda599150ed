import { isAssigned, type NumberingPlan, placelessPlan, planOf, plansAt } from './numbering-plan.ts';

/**
 * A dialled number in E.164, or `undefined` where its numbering plan has no such number.
 *
 * Takes the decisions that libphonenumber takes, in its order, so that the answers agree.
 *
 * @param dialled digits, after one `+` where the country code comes first
 * @param region where a number without `+` is dialled from, ISO 3166-1 in capitals
 * @example internationalNumber('0301234567', 'DE') // '+49301234567'
 */
export function internationalNumber(dialled: string, region?: string): string | undefined {
  const home = region === undefined ? undefined : planOf(region);
  const abroad = dialled.startsWith('+') ? dialled.slice(1) : afterExit(dialled, home);
  let plan = home;
  let rest = dialled;
  if (abroad !== undefined) {
    plan = mainPlanOf(abroad);
    rest = abroad.slice(plan?.callingCode.length);
  } else if (home !== undefined) {
    const shorter = afterOwnCode(dialled, home);
    if (shorter !== undefined) {
      plan = plansAt(home.callingCode)[0];
      rest = shorter;
    }
  }
  if (plan === undefined || rest === '') return undefined;
  const national = nationalNumber(rest, plan);
  if (national.length < 2 || national.length > 17) return undefined;
  const exact = claimant(national, plan.callingCode) ?? plan;
  return isAssigned(national, exact) ? `+${plan.callingCode}${national}` : undefined;
}

/** The region whose number this is; `undefined` for numbers of no region, such as +800. */
export function regionOf(international: string): string | undefined {
  const digits = international.slice(1);
  const plan = mainPlanOf(digits);
  if (plan === undefined) return undefined;
  return (claimant(digits.slice(plan.callingCode.length), plan.callingCode) ?? plan).region;
}

/** What follows the exit code of the region; no country code begins with 0. */
function afterExit(dialled: string, home: NumberingPlan | undefined): string | undefined {
  const { exit } = home ?? {};
  if (exit === undefined) return undefined;
  const length =
    typeof exit === 'string'
      ? dialled.startsWith(exit)
        ? exit.length
        : 0
      : (exit.exec(dialled)?.[0].length ?? 0);
  return length === 0 || length === dialled.length || dialled[length] === '0'
    ? undefined
    : dialled.slice(length);
}

/** The plan of the country code that the digits begin with; of several regions with that code, the main one's. */
function mainPlanOf(digits: string): NumberingPlan | undefined {
  for (let length = 1; length <= 3 && length <= digits.length; length++) {
    const code = digits.slice(0, length);
    const plan = plansAt(code)[0] ?? placelessPlan(code);
    if (plan !== undefined) return plan;
  }
  return undefined;
}

/** What follows the region's own country code, where it was written without `+` and the number is none as it stands. */
function afterOwnCode(dialled: string, home: NumberingPlan): string | undefined {
  if (!dialled.startsWith(home.callingCode)) return undefined;
  const shorter = dialled.slice(home.callingCode.length);
  const whole = nationalNumber(dialled, home);
  if (whole.length > (home.lengths.at(-1) ?? 0)) return shorter;
  const better = !home.pattern.test(whole) && home.pattern.test(nationalNumber(shorter, home));
  return better ? shorter : undefined;
}

/** A number without the digits that are dialled before it at home, or with the area code that was left out there. */
function nationalNumber(dialled: string, plan: NumberingPlan): string {
  const stripped = afterTrunk(dialled, plan);
  if (stripped === dialled) return dialled;
  if (plan.pattern.test(dialled) && !plan.pattern.test(stripped)) return dialled;
  const { lengths } = claimant(stripped, plan.callingCode) ?? plan;
  // Too long is left to be seen; too short means that the prefix was none.
  const possible = stripped.length > (lengths.at(-1) ?? 0) || lengths.includes(stripped.length);
  return possible ? stripped : dialled;
}

function afterTrunk(dialled: string, { trunk, completed }: NumberingPlan): string {
  if (trunk === undefined) return dialled;
  if (typeof trunk === 'string') return dialled.startsWith(trunk) ? dialled.slice(trunk.length) : dialled;
  const match = trunk.exec(dialled);
  if (match === null) return dialled;
  const captured = match.length > 1 && (match.at(-1) ?? '') !== '';
  return captured && completed !== undefined
    ? dialled.replace(trunk, completed)
    : dialled.slice(match[0].length);
}

/** Of the regions that share a calling code, the one whose number it is. */
function claimant(national: string, callingCode: string): NumberingPlan | undefined {
  const sharing = plansAt(callingCode);
  if (sharing.length === 1) return sharing[0];
  for (const plan of sharing) {
    if (plan.leading === undefined ? isAssigned(national, plan) : plan.leading.test(national)) return plan;
  }
  return undefined;
}
