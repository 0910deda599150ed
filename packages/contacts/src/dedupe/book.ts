import type { DedupeRecord } from './record.ts';
import { judgeCodes, judgeEmails, judgeNames, judgePhones, judgeWords, Terms } from './terms.ts';

/** Lists of numbers, one for each record, end to end. */
export interface Lists {
  readonly starts: Int32Array;
  readonly values: Int32Array;
}

/** Numbers that stand for one place: street, house number, city and postcode, 0 where unknown. */
export const PLACE = 4;

/** An address book in columns of numbers, as it is compared: no text is touched twice. */
export class Book {
  size = 0;
  readonly names = new Terms(judgeNames);
  /** How often a name is a family's; of the rest it is a given one. */
  readonly familyCounts: number[] = [];
  familyTotal = 0;
  readonly emails = new Terms(judgeEmails);
  readonly phones = new Terms(judgePhones);
  readonly ids = new Terms(judgeCodes);
  readonly streets = new Terms(judgeWords);
  readonly numbers = new Terms(judgeCodes);
  readonly cities = new Terms(judgeWords);
  readonly postcodes = new Terms(judgeCodes);
  readonly organisations = new Terms(judgeWords);
  readonly titles = new Terms(judgeWords);
  readonly generations = new Terms(judgeWords);
  readonly given = new Column();
  readonly family = new Column();
  readonly email = new Column();
  readonly phone = new Column();
  readonly id = new Column();
  readonly place = new Column();
  readonly organisation = new Column();
  readonly title = new Column();
  /** `YYYYMMDD`; with the year 0 where it is unknown, 0 where all is. */
  readonly birthday: number[] = [];
  /** Some birthdays have no year. */
  hasYearless = false;
  readonly gender: number[] = [];
  readonly generation: number[] = [];
  readonly isOrganisation: boolean[] = [];

  add(record: DedupeRecord): void {
    this.size++;
    for (const word of record.given) this.given.push(this.names.take(word));
    this.given.end();
    for (const word of record.family) {
      const number = this.names.take(word);
      this.familyCounts[number] = (this.familyCounts[number] ?? 0) + 1;
      this.familyTotal++;
      this.family.push(number);
    }
    this.family.end();
    for (const value of record.emails) this.email.push(this.emails.take(value));
    this.email.end();
    for (const value of record.phones) this.phone.push(this.phones.take(value));
    this.phone.end();
    if (record.ids !== undefined) for (const value of record.ids) this.id.push(this.ids.take(value));
    this.id.end();
    for (const { street, number, city, postcode } of record.addresses) {
      this.place.push(street === '' ? 0 : this.streets.take(street));
      this.place.push(number === '' ? 0 : this.numbers.take(number));
      this.place.push(city === '' ? 0 : this.cities.take(city));
      this.place.push(postcode === '' ? 0 : this.postcodes.take(postcode));
    }
    this.place.end();
    for (const name of record.organisations) this.organisation.push(this.organisations.take(name));
    this.organisation.end();
    for (const title of record.titles) this.title.push(this.titles.take(title));
    this.title.end();
    const birthday = dayOf(record.birthday);
    if (birthday > 0 && birthday < 10_000) this.hasYearless = true;
    this.birthday.push(birthday);
    this.gender.push(genderOf(record.gender));
    this.generation.push(record.generation === undefined ? 0 : this.generations.take(record.generation));
    this.isOrganisation.push(record.kind === 'organisation');
  }
}

class Column implements Lists {
  starts = new Int32Array(1024);
  values = new Int32Array(1024);
  #records = 0;
  #count = 0;

  push(value: number): void {
    if (this.#count === this.values.length) this.values = doubled(this.values);
    this.values[this.#count++] = value;
  }

  end(): void {
    if (++this.#records === this.starts.length) this.starts = doubled(this.starts);
    this.starts[this.#records] = this.#count;
  }
}

function doubled(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

function dayOf(text: string | undefined): number {
  const [, year, month, day] = /^(\d{4}|-)-(\d\d)-(\d\d)$/.exec(text ?? '') ?? [];
  if (month === undefined || day === undefined) return 0;
  return (year === '-' ? 0 : Number(year) * 10_000) + Number(month) * 100 + Number(day);
}

function genderOf(text: string | undefined): number {
  const first = text?.slice(0, 1).toLowerCase();
  return first === 'm' ? 1 : first === 'f' || first === 'w' ? 2 : 0;
}
