/**
 * How far an exercise is. `next`: the one to go on with; `tried`: begun, not passed.
 */
export type DotLook = 'empty' | 'helped' | 'mastered' | 'next' | 'tried';

/**
 * A dot whose filling tells the state, so that colour is never the only sign. Its meaning is written beside it
 * or in a label of what holds it.
 */
export function StateDot({
  look,
  small = false
}: {
  look: DotLook;
  small?: boolean;
}) {
  const size = small ? 9 : 16;
  return (
    <svg
      className={`jp-TorchensteinDot jp-mod-${look}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <circle className="jp-TorchensteinDot-ring" cx="8" cy="8" r="6.8" />
      {(look === 'helped' || look === 'tried') && (
        <path
          className="jp-TorchensteinDot-fill"
          d="M8 3.6a4.4 4.4 0 0 0 0 8.8z"
        />
      )}
      {look === 'mastered' && (
        <circle
          className="jp-TorchensteinDot-fill"
          cx="8"
          cy="8"
          r={small ? 7 : 4.4}
        />
      )}
    </svg>
  );
}
