import Type, { type Static } from 'typebox';
import { readTerms } from './channel-terms.ts';
import { indexEntries, invalid, loadEntries } from './load.ts';
import data from './notices.json' with { type: 'json' };
import { KebabName, provenance, Text } from './provenance.ts';

const FILE = 'notices.json';

const Count = Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]);

const EntrySchema = Type.Object(
  {
    id: KebabName,
    title: Text,
    /** What it rests on. */
    law: Text,
    whoMayUse: Text,
    canAchieve: Text,
    answer: Type.Object(
      {
        months: Count,
        extendedMonths: Count,
        reminderDays: Count,
        law: Type.Union([Text, Type.Null()]),
      },
      { additionalProperties: false },
    ),
    /** The notice that may follow a refusal or silence. */
    followUp: Type.Union([KebabName, Type.Null()]),
    /** What is open without another letter: by when after a refusal, and what after silence; null where nothing is. */
    redress: Type.Union([
      Type.Object(
        {
          months: Type.Integer({ minimum: 1 }),
          law: Text,
          afterRefusal: Text,
          afterSilence: Text,
        },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    /** Of which channels' terms it is known to lead nowhere, and why. */
    notFor: Type.Array(Type.Object({ terms: KebabName, why: Text }, { additionalProperties: false })),
    ...provenance,
  },
  { additionalProperties: false },
);

/** What is known of a kind of notice: the law, who may use it, what it can do, by when it is answered. */
export type NoticeFacts = Readonly<Static<typeof EntrySchema>>;

const NOTICES = readNotices(data);

/** Of the kind of that id, or null. */
export function noticeFacts(id: string): NoticeFacts | null {
  return NOTICES.get(id) ?? null;
}

/** Of every kind, in the file's order. */
export function allNoticeFacts(): readonly NoticeFacts[] {
  return [...NOTICES.values()];
}

/**
 * Reads the entries of `notices.json`, by id.
 * @throws TrainspotError `knowledge-invalid`: also where one follows up with a kind that does not exist, names unknown
 * terms, or has both a legal time and a reminder, or neither
 */
export function readNotices(entries: unknown): ReadonlyMap<string, NoticeFacts> {
  const notices = indexEntries(FILE, 'id', loadEntries(FILE, EntrySchema, entries), ({ id }) => id);
  const terms = readTerms();
  for (const { id, followUp, notFor, answer } of notices.values()) {
    const entry = `'${id}'`;
    if (followUp !== null && !notices.has(followUp)) {
      throw invalid(FILE, entry, 'followUp', `there is no notice '${followUp}'`);
    }
    const strange = notFor.find((one) => !terms.has(one.terms));
    if (strange) throw invalid(FILE, entry, 'notFor', `there are no terms '${strange.terms}'`);
    if ((answer.months === null) === (answer.reminderDays === null)) {
      throw invalid(FILE, entry, 'answer', 'exactly one of months and reminderDays must be set');
    }
    if ((answer.months === null) !== (answer.law === null)) {
      throw invalid(FILE, entry, 'answer.law', 'months come from a law, a reminder from none');
    }
  }
  return notices;
}
