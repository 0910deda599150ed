export type {
  Card,
  CardSource,
  FormatName,
  Labelled,
  Names,
  Organisation,
  Photo,
  PostalAddress,
  Problem,
  ProblemCode,
  ReadEvent,
} from './contact.ts';
