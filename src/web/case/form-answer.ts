import type { CaseRequest } from '../../api/case-request.ts';
import type { NoticeFields, NoticeLanguage } from '../../api/notice.ts';

/** What the form says of a request. */
export interface FormAnswer {
  kind: string;
  language: NoticeLanguage;
  /** The id of the channel that it is started from; none where the artist names somebody else. */
  channel?: string;
  recipient: RecipientSaid;
  fields: NoticeFields;
}

/** Whom it goes to, as far as anybody said. */
export interface RecipientSaid {
  name: string;
  email: string;
  address: string;
  link: string;
}

/** The name under which what is typed into a form is kept. */
export function formName(draft: Pick<CaseRequest, 'n'> | null): string {
  return draft === null ? 'new' : `edit-${draft.n}`;
}
