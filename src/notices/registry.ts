import { TrainspotError } from '../core/errors.ts';
import type { NoticeKind } from './kind.ts';
import { datasetRequest } from './kinds/dataset-request.ts';
import { dmca } from './kinds/dmca.ts';
import { dsaNotice } from './kinds/dsa-notice.ts';
import { dsmReservation } from './kinds/dsm-reservation.ts';
import { gdprAccess } from './kinds/gdpr-access.ts';
import { gdprErasure } from './kinds/gdpr-erasure.ts';
import { gdprObjection } from './kinds/gdpr-objection.ts';
import { regulatorComplaint } from './kinds/regulator-complaint.ts';

/** Every kind of notice. A new kind is one line here. */
export const KINDS: readonly NoticeKind[] = [
  gdprErasure,
  gdprObjection,
  gdprAccess,
  dmca,
  dsaNotice,
  dsmReservation,
  datasetRequest,
  regulatorComplaint,
];

/** @throws TrainspotError `notice-invalid` that names the kinds there are */
export function kindOf(id: string): NoticeKind {
  const kind = KINDS.find((one) => one.id === id);
  if (kind) return kind;
  throw new TrainspotError(
    'notice-invalid',
    `There is no notice '${id.slice(0, 60)}'; there are ${KINDS.map((one) => one.id).join(', ')}.`,
  );
}
