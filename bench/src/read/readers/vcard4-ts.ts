import { readFileSync } from 'node:fs';
import { parseVCards } from 'vcard4-ts';
import type { Facts } from '../book-names.ts';
import { bare, dateOf } from './facts.ts';

export function* read(path: string): Generator<Facts> {
  for (const card of parseVCards(readFileSync(path, 'utf8')).vCards ?? []) {
    yield {
      given: card.N?.value.givenNames.join(' ') ?? '',
      family: card.N?.value.familyNames.join(' ') ?? '',
      emails: card.EMAIL?.map(({ value }) => value) ?? [],
      phones: card.TEL?.map(({ value }) => bare(value)) ?? [],
      birthday: dateOf(card.BDAY?.value),
    };
  }
}
