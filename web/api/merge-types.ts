/** Duplicates as the server answers them. */

/** One of the contacts that stand side by side. */
export interface Beside {
  readonly id: string;
  readonly name: string;
  readonly favourite: boolean;
  readonly addedAt: string;
  readonly sources: readonly { readonly kind: string; readonly label: string }[];
  /** What it has something in, as text. */
  readonly fields: readonly { readonly field: string; readonly values: readonly string[] }[];
}

export interface Proposal {
  readonly contacts: readonly Beside[];
  /** They share an address or number, and nothing speaks against it. */
  readonly certain: boolean;
}

export interface Proposals {
  readonly items: readonly Proposal[];
  readonly total: number;
  readonly certain: number;
  /** The book changed, and is being looked through. */
  readonly searching: boolean;
  /** How far that is, from 0 to 1. */
  readonly looked?: number;
}

/** A merge that stands. */
export interface Merge {
  readonly id: string;
  readonly name: string;
  readonly contacts: number;
  readonly mergedAt: string;
}
