import type { Card, Labelled, Problem } from '../contact.ts';
import { problem } from '../formats/events.ts';
import { parseEmail } from '../identifiers/email.ts';
import { parsePhone } from '../identifiers/phone.ts';

/**
 * A card with its addresses as `Email` and its numbers as `Phone`, each once.
 *
 * What is none goes to `other` with a problem, so that nothing is lost. A number without a country code is kept as it
 * is where no region tells how to read it. Twice is the same as once.
 *
 * @example normaliseCard(card, { region: 'DE' })
 */
export function normaliseCard(card: Card, options: { readonly region?: string } = {}): Card {
  const problems: Problem[] = [];
  const lost: Labelled[] = [];
  const [line] = card.source.lines;
  const drop = (code: 'email.invalid' | 'phone.invalid', field: string, { value }: Labelled): void => {
    lost.push({ value, label: field });
    problems.push(problem(code, line, field, value));
  };
  const emails = each(card.emails, (email) => {
    const parsed = parseEmail(email.value);
    if (parsed === undefined) drop('email.invalid', 'emails', email);
    return parsed;
  });
  const phones = each(card.phones, (phone) => {
    const parsed = parsePhone(phone.value, options.region);
    if (parsed !== undefined) return parsed;
    if (
      options.region === undefined &&
      /^[\d\s().\-/]{4,}$/.test(phone.value) &&
      !phone.value.startsWith('00')
    )
      return phone.value.trim();
    drop('phone.invalid', 'phones', phone);
    return undefined;
  });
  if (problems.length === 0) return { ...card, emails, phones };
  return {
    ...card,
    emails,
    phones,
    other: [...(card.other ?? []), ...lost],
    problems: [...card.problems, ...problems],
  };
}

function each(values: readonly Labelled[], parse: (value: Labelled) => string | undefined): Labelled[] {
  const list: Labelled[] = [];
  for (const one of values) {
    const value = parse(one);
    if (value === undefined || list.some((known) => known.value === value)) continue;
    list.push(one.label === undefined ? { value } : { value, label: one.label });
  }
  return list;
}
