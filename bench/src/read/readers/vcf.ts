import { readFileSync } from 'node:fs';
import VCF from 'vcf';
import type { Facts } from '../book-names.ts';
import { bare, dateOf } from './facts.ts';

export function* read(path: string): Generator<Facts> {
  for (const card of VCF.parse(readFileSync(path, 'utf8'))) {
    const values = (property: string): string[] => {
      const found = card.get(property);
      return found === undefined ? [] : [found].flat().map((one) => one.valueOf());
    };
    const [family, given] = (values('n')[0] ?? '').split(';');
    yield {
      given: given ?? '',
      family: family ?? '',
      emails: values('email'),
      phones: values('tel').map(bare),
      birthday: dateOf(values('bday')[0]),
    };
  }
}
