import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import type { Facts } from '../book-names.ts';
import { bare, dateOf } from './facts.ts';

export function* read(path: string): Generator<Facts> {
  const parsed: unknown = ICAL.parse(readFileSync(path, 'utf8'));
  if (!Array.isArray(parsed)) return;
  for (const one of parsed) {
    const card = new ICAL.Component(one);
    const name: unknown = card.getFirstPropertyValue('n');
    const [family, given] = Array.isArray(name) ? name.map(String) : [];
    const values = (property: string): string[] =>
      card.getAllProperties(property).map((found) => String(found.getFirstValue()));
    yield {
      given: given ?? '',
      family: family ?? '',
      emails: values('email'),
      phones: values('tel').map(bare),
      birthday: dateOf(card.getFirstPropertyValue('bday')),
    };
  }
}
