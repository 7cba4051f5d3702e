import { signal } from '@preact/signals';

const isOnline = signal(navigator.onLine);
window.addEventListener('online', () => (isOnline.value = true));
window.addEventListener('offline', () => (isOnline.value = false));

/** Says that this device is offline, for as long as it is: what stands on the page stays, and can be read. */
export function Offline() {
  return (
    <p class="offline" role="status">
      {!isOnline.value &&
        'You are offline. What stands here stays; checking, comparing and looking up need the service.'}
    </p>
  );
}
