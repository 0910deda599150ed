import { doubled } from './facts.ts';

/** Couples of numbers, each once, by a number of its own from 1, with how often it was met. */
export class Couples {
  counts = new Int32Array(256);
  /** How many numbers were given, 0 among them. */
  size = 1;
  /** Three numbers a slot: the couple, and its number or 0. */
  #slots = new Int32Array(3 * 512);

  /** Its number. */
  take(one: number, other: number): number {
    if (this.size === this.counts.length) this.#grow();
    const slot = this.#slotOf(one, other);
    const known = this.#slots[slot + 2] ?? 0;
    const number = known === 0 ? this.size++ : known;
    if (known === 0) this.#put(slot, one, other, number);
    this.counts[number] = (this.counts[number] ?? 0) + 1;
    return number;
  }

  /** Where a couple stands, or may stand: the slots are never more than half full. */
  #slotOf(one: number, other: number): number {
    const slots = this.#slots;
    const last = slots.length / 3 - 1;
    const mixed = Math.imul(Math.imul(one, 0x9e3779b1) ^ other, 0x85ebca6b);
    let place = (mixed ^ (mixed >>> 15)) & last;
    while (slots[3 * place + 2] !== 0 && (slots[3 * place] !== one || slots[3 * place + 1] !== other))
      place = (place + 1) & last;
    return 3 * place;
  }

  #put(slot: number, one: number, other: number, number: number): void {
    this.#slots[slot] = one;
    this.#slots[slot + 1] = other;
    this.#slots[slot + 2] = number;
  }

  #grow(): void {
    this.counts = doubled(this.counts);
    const before = this.#slots;
    this.#slots = new Int32Array(before.length * 2);
    for (let slot = 0; slot < before.length; slot += 3) {
      const [one = 0, other = 0, number = 0] = before.subarray(slot, slot + 3);
      if (number !== 0) this.#put(this.#slotOf(one, other), one, other, number);
    }
  }
}
