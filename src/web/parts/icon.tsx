/** A drawing of 24 × 24 from one path, in the colour of the text around it; hidden from screen readers. */
export function Icon({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" class="icon">
      <path d={path} />
    </svg>
  );
}
