// Packs the header words of packages/contacts into csv-words-packed.ts, as csv-dictionary.ts reads them. `--check` writes
// nothing and fails when that file is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, normalHeader } from '../packages/contacts/src/formats/csv-header.ts';
import { ASIA } from '../packages/contacts/src/formats/csv-words-asia.ts';
import { EUROPE } from '../packages/contacts/src/formats/csv-words-europe.ts';
import { GERMANIC } from '../packages/contacts/src/formats/csv-words-germanic.ts';
import { ROMANCE } from '../packages/contacts/src/formats/csv-words-romance.ts';
import { SEMITIC_AND_INDIC } from '../packages/contacts/src/formats/csv-words-semitic.ts';
import { SLAVIC } from '../packages/contacts/src/formats/csv-words-slavic.ts';
import { root } from './install.mjs';

/**
 * The words of the header row, language by language, as programs write them.
 *
 * A line is a meaning and its words, `|` between them; `word:label` gives one word a label of its own. `home`, `work`,
 * `elsewhere` and `main!` are words that tell which of several; `aide`, `boss`, `mate`, `kid` and `owner` are people who
 * are not the contact; `drop` are words that say nothing.
 */
const WORDS = { ...GERMANIC, ...ROMANCE, ...SLAVIC, ...EUROPE, ...SEMITIC_AND_INDIC, ...ASIA };

/** Meanings that are a field with a label, a place or a person. */
const LABELLED = {
  mobile: 'phone/mobile',
  main: 'phone/main',
  car: 'phone/car',
  pager: 'phone/pager',
  fax: 'phone/fax',
  otherPhone: 'phone/other',
  spouse: 'relation/spouse',
  child: 'relation/child',
  manager: 'relation/manager',
  outlook: 'skip/outlook',
  home: 'place/home',
  work: 'place/work',
  elsewhere: 'place/other',
  'main!': 'place/main',
  aide: 'person/assistant',
  boss: 'person/manager',
  mate: 'person/spouse',
  kid: 'person/child',
  owner: 'person/owner',
};

/** Bits of a fingerprint: each one more halves the unknown headers taken for a known one, and costs 0.6 KB. */
const BITS = 27;

/** 64 signs for six bits each. They are the most frequent ones of code: gzip then needs no other table for the words. */
const LETTERS = 'et=nri,()loa.sdu:fc&h0m{}p?;gbv|[]1>!yw+2/-k<xC435M86S_AjOz9L7DT';

const languages = Object.keys(WORDS);
const known = understood();
const formats = join(root, 'packages', 'contacts', 'src', 'formats');
const path = join(formats, 'csv-words-packed.ts');
const text = packedModule();
if (!process.argv.includes('--check')) writeFileSync(path, text);
else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
  console.error('csv-words-packed.ts is stale: run "node scripts/header-words.mjs" under Node 24.');
  process.exitCode = 1;
}

/** Each normal word with its `{ meaning, language }`, languages in their order. */
function understood() {
  const all = new Map();
  const add = (word, meaning, language) => {
    const readings = all.get(word) ?? [];
    const [field] = meaning.split('/');
    const others = readings.filter((reading) => reading.meaning.split('/')[0] === field);
    // A word is one person in all languages, the one named last.
    if (field === 'person') {
      for (const other of others) other.meaning = meaning;
      if (others.length > 0) return;
    } else if (others.some((other) => other.language === language)) return;
    readings.push({ meaning, language });
    all.set(word, readings);
  };
  for (const [language, block] of Object.entries(WORDS)) {
    const fillers = new Set();
    const added = [];
    for (const line of block.trim().split('\n')) {
      const space = line.indexOf(' ');
      const meaning = LABELLED[line.slice(0, space)] ?? line.slice(0, space);
      for (const item of line.slice(space + 1).split('|')) {
        const [written, label] = item.split(':');
        const word = normalHeader(written);
        if (word === '') continue;
        add(word, label === undefined ? meaning : `${meaning.split('/')[0]}/${label}`, language);
        if (meaning === 'drop') fillers.add(word);
        else if (!/^(?:place|person)\//.test(meaning)) added.push(word);
      }
    }
    // "Provincia o estado de trabajo" is looked up without its "o" too.
    for (const word of added) {
      const parts = word.split(' ');
      const bare = parts.filter((part) => !fillers.has(part)).join(' ');
      if (bare === '' || bare === word) continue;
      for (const { meaning, language: own } of all.get(word))
        if (own === language && !/^(?:place|person|drop)\b/.test(meaning)) add(bare, meaning, language);
    }
  }
  return all;
}

/** Headers that are none of our words: a word with a place of its language around it, and what people keep in tables. */
function strangers() {
  const spoken = new Map(languages.map((language) => [language, { words: [], places: [] }]));
  for (const [word, readings] of known)
    for (const { meaning, language } of readings)
      spoken.get(language)[meaning.startsWith('place/') ? 'places' : 'words'].push(word);
  const lines = readFileSync(join(formats, 'csv-strangers.txt'), 'utf8').trim().split('\n');
  const texts = new Set(
    lines
      .flatMap((line) => line.split(' ; '))
      .map(normalHeader)
      .filter((text) => !known.has(text)),
  );
  for (const { words, places } of spoken.values())
    for (const word of words)
      for (const place of places)
        for (const text of [`${word} ${place}`, `${place} ${word}`]) if (!known.has(text)) texts.add(text);
  return texts;
}

/** The first seed that gives each word a fingerprint of its own, and none of them to a stranger. */
function seedFor(others) {
  for (let seed = 0; ; seed++) {
    const taken = new Set();
    for (const word of known.keys()) taken.add(fingerprint(word, seed, BITS));
    if (taken.size < known.size) continue;
    let free = true;
    for (const text of others) {
      free = !taken.has(fingerprint(text, seed, BITS));
      if (!free) break;
    }
    if (free) return seed;
  }
}

function packedModule() {
  const meanings = [...new Set([...known.values()].flat().map(({ meaning }) => meaning))];
  const seed = seedFor(strangers());
  const words = new Map([...known].map(([word, readings]) => [fingerprint(word, seed, BITS), readings]));
  const stepBits = BITS - Math.ceil(Math.log2(words.size));
  const { below, pick, text } = packing();
  const steps = evenly(32);
  const nexts = evenly(3);
  const languageCounts = evenly(languages.length);
  const kin = languages.map(() => evenly(languages.length));
  const meaningCounts = evenly(meanings.length);
  let before = 0;
  for (const [key, readings] of [...words].sort(([one], [other]) => one - other)) {
    pick(steps, Math.floor((key - before) / 2 ** stepBits));
    below(2 ** stepBits, (key - before) % 2 ** stepBits);
    before = key;
    let last;
    let at;
    for (const { meaning, language } of readings) {
      const index = meanings.indexOf(meaning);
      if (last !== undefined) pick(nexts, index === last ? 1 : 2);
      if (index !== last) pick(meaningCounts, index);
      last = index;
      if (meaning.startsWith('person/')) continue;
      const spoken = languages.indexOf(language);
      if (at === undefined) pick(languageCounts, spoken);
      else pick(kin[at], spoken, at, 4);
      at = spoken;
    }
    pick(nexts, 0);
  }
  // Scripts without spaces hide these inside longer words.
  const inside = (kind) =>
    [...known].flatMap(([word, readings]) => {
      const found = readings.find(({ meaning }) => meaning.startsWith(kind));
      return found !== undefined && word.charCodeAt(0) >= 0x0e00 ? [{ word, meaning: found.meaning }] : [];
    });
  const constants = {
    BITS,
    SEED: seed,
    STEP_BITS: stepBits,
    WORDS: words.size,
    LANGUAGES: languages.join(' '),
    MEANINGS: meanings.join(' '),
    PEOPLE_INSIDE: inside('person/')
      .map(({ word, meaning }) => word + meaning.replace('person', ''))
      .join(' '),
    FILLERS_INSIDE: inside('drop')
      .map(({ word }) => word)
      .join(' '),
    LETTERS,
    PACKED: text(),
  };
  return `// Made by scripts/header-words.mjs from csv-words-*.ts.\n${Object.entries(constants)
    .map(([name, value]) => {
      const line = `export const ${name} = ${typeof value === 'number' ? value : `'${value}'`};`;
      return `${line.length > 110 ? line.replace(' = ', ' =\n  ') : line}\n`;
    })
    .join('')}`;
}

/** Writes what `unpacking` reads. */
function packing() {
  let low = 0n;
  let range = 1;
  let letters = 0;
  const narrow = (part, under, size) => {
    low += BigInt(part) * BigInt(under);
    range = part * size;
    while (range < 2 ** 40) {
      low *= 64n;
      range *= 64;
      letters++;
    }
  };
  narrow(1, 0, 1);
  return {
    below: (limit, value) => narrow(Math.floor(range / limit), value, 1),
    pick(counts, value, first = 0, more = 1) {
      let under = 0;
      let total = 0;
      for (let one = first; one < counts.length; one++) {
        if (one === value) under = total;
        total += counts[one];
      }
      narrow(Math.floor(range / total), under, counts[value]);
      counts[value] += more;
    },
    text() {
      const digits = low
        .toString(2)
        .padStart(letters * 6, '0')
        .match(/.{6}/g);
      return digits.map((bits) => LETTERS[Number.parseInt(bits, 2)]).join('');
    },
  };
}

function evenly(length) {
  return new Array(length).fill(1);
}
