import type { Drawing } from '../contracts';

const NAME = 'jp-TorchensteinDrawing';

/**
 * A drawing of the kernel's, in the theme's colours; `explain.css` has a look for each role.
 */
export function DrawingView({ drawing }: { drawing: Drawing }) {
  const { width, height, alt, boxes, lines, labels } = drawing;
  // Parts of a drawing have no identity but their place.
  return (
    <svg
      className={NAME}
      role="img"
      aria-label={alt}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      {boxes.map(({ role, ...place }, index) => (
        <rect
          key={index}
          className={`${NAME}-box jp-mod-${role}`}
          rx={2}
          {...place}
        />
      ))}
      {lines.map(({ role, ...ends }, index) => (
        <line key={index} className={`${NAME}-line jp-mod-${role}`} {...ends} />
      ))}
      {labels.map(({ role, text, align, ...place }, index) => (
        <text
          key={index}
          className={`${NAME}-label jp-mod-${role}`}
          textAnchor={align}
          {...place}
        >
          {text}
        </text>
      ))}
    </svg>
  );
}
