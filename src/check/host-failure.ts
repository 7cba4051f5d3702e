import { TrainspotError } from '../core/errors.ts';
import { ONE_FOR_MANY } from '../core/placeholder.ts';
import { DownloadFailure } from '../net/download-failure.ts';

/**
 * Why a row's live picture could not be compared, for an artist who never gave its address: the same code, and
 * words on the host instead of advice on one's own picture. What no client may be told is given back as it is.
 */
export function hostFailure(error: unknown, host: string): unknown {
  if (!(error instanceof TrainspotError)) return error;
  const why = whyNot(error, host);
  return why === null ? error : new TrainspotError(error.code, why, { cause: error });
}

/** Said of a row whose host shows a placeholder. */
export function showsPlaceholder(host: string): TrainspotError {
  return new TrainspotError(
    'download-failed',
    `At the row’s address ${host} shows ${ONE_FOR_MANY}. So it is not compared; the row in the dataset is not changed by that.`,
  );
}

function whyNot(error: TrainspotError, host: string): string | null {
  switch (error.code) {
    case 'address-invalid':
    case 'address-refused':
      return 'The row’s address does not lead to the public internet, and only that is fetched.';
    case 'opted-out':
      return `${host} reserves this picture against machine learning, so this service leaves it alone. You can still look at it yourself.`;
    case 'download-timeout':
      return `${host} did not send the picture in time. Try again later.`;
    case 'download-failed':
      return `${failedAt(error, host)} The picture may have been taken down; the row in the dataset is not changed by that.`;
    case 'download-too-large':
    case 'picture-empty':
    case 'picture-unreadable':
    case 'picture-format-unsupported':
    case 'picture-too-many-pixels':
      return `What ${host} serves at the row’s address cannot be compared: ${whatIsWrong(error)}`;
    default:
      return null;
  }
}

function failedAt(error: TrainspotError, host: string): string {
  const reason = error instanceof DownloadFailure ? error.reason : '';
  const status = /^http-(\d+)$/.exec(reason)?.[1];
  if (status !== undefined) return `${host} answered ${status} instead of the picture.`;
  if (reason === 'not-a-picture') return `${host} sent something else than a picture.`;
  if (reason === 'dns') return `There is no server named ${host} any more.`;
  if (reason === 'connection') return `${host} could not be reached, or broke off.`;
  if (reason === 'not-http') return `${host} does not answer as a web server does.`;
  return `${host} did not give the picture.`;
}

/** The message's first sentence; what comes after it is advice for whoever sends a picture. */
function whatIsWrong({ message }: TrainspotError): string {
  const [sentence] = message.split(/(?<=\.) /, 1);
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
